// Somebody came, left, began or ended a conference, as one reading of the documents has it charged.
import type { RecordType } from '../history/events'
import type { Leg } from './legs'
import type { Span } from './surroundings'

/** One accounting session a conference, or one a leg (LV-15); `either`: now so, now so, which warns where nothing is declared. */
export type Granularity = 'conference' | 'leg' | 'either'

export type Kind = 'start' | 'arrival' | 'join' | 'departure' | 'stop' | 'last' | 'change' | 'fork'

export interface Occasion {
  readonly kind: Kind
  readonly text: string
  readonly leg: Leg
  readonly types: readonly RecordType[]
  /** When its record comes, for sure legally; and at most perhaps. Undefined where it may have none. */
  readonly sure: Span | undefined
  readonly perhaps: Span | undefined
  /** `surely`: without a record all is well only by a choice not declared. `certainly`: without one a clause is broken. */
  readonly owed: 'certainly' | 'perhaps' | 'no'
  /** SIP-Methods it may be told as. */
  readonly methods: readonly string[]
  readonly events: readonly number[]
  /** Of the end: how the leaving that it consists of is told. */
  readonly lastTold?: LastTold
}

/**
 * P-LAST, LV-11 — of those who left last one was the last. His leaving is told `by STOP` and by nothing else, which is not `certainly` so where it
 * is open whether a BYE makes anybody gone; or by STOP or `either way` as the server likes; `perhaps by STOP`: so it should not be, but nothing
 * fails it; `by both`.
 */
export type LastTold = 'certainly by STOP' | 'by STOP' | 'either way' | 'perhaps by STOP' | 'by both'
