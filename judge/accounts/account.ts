// A conference's two stories side by side, as plain data: who was in by SIP, what was charged by CH-1. For bills and time lines.
import type { RecordType } from '../history/events'
import type { Mark } from '../model/leg'
import type { Explanation } from '../verdict'

/** What became of charging one arrival or one departure. */
export interface Charging {
  /**
   * charged: a record in time; late: a record behind its window; missing: none came, one was owed;
   * excused: none came and none had to, or nothing can be said; open: the history ends before that is decided.
   */
  readonly state: 'charged' | 'late' | 'missing' | 'excused' | 'open'
  /** Number of the event that is the record. */
  readonly record?: number
  /** Record minus trigger; negative where the trigger is an output of the SUT. */
  readonly latencyUs?: number
  /** When its window closed, µs of the history. */
  readonly dueUs?: number
}

/** One leg by SIP alone; each mark is the first event that shows it. */
export interface LegAccount {
  readonly user: string
  readonly callId: string
  readonly by: 'user' | 'server'
  readonly invited: Mark
  readonly ringing?: Mark
  /** The 2xx. */
  readonly joined?: Mark
  readonly confirmed?: Mark
  readonly refused?: Mark & { readonly status: number }
  readonly cancelled?: Mark
  readonly bye?: Mark & { readonly by: 'user' | 'server' }
  /** The answer to the BYE. */
  readonly left?: Mark
  readonly arrival?: Charging
  readonly departure?: Charging
}

/** One record, sent again or not counted once. */
export interface RecordAccount extends Mark {
  readonly session: string
  readonly type: RecordType | undefined
  readonly number: number | undefined
  /** Number-Of-Participants, where it tells one. */
  readonly count?: number
  /** How far that is from every value the roster allows; 0 where it fits or where nothing binds it. */
  readonly countOff: number
  /** in, out: it begins or ends the charging of `user`; end: it closes its session; none: neither. */
  readonly does: 'in' | 'out' | 'end' | 'none'
  readonly user?: string
  /** Index of the leg, where it is known. */
  readonly leg?: number
  readonly kind: Explanation['kind'] | 'undecided'
}

/** How many records of one type were due: at least and at most. */
export interface Due {
  readonly min: number
  readonly max: number
}

export interface ConferenceAccount {
  /** Its URI, or who created it. */
  readonly name: string
  readonly legs: readonly LegAccount[]
  readonly records: readonly RecordAccount[]
  readonly due: Readonly<Record<RecordType, Due>>
  /** What became of the record of its last end. */
  readonly end?: Charging
}

/** Number of the first event of a conference. */
export function firstEventOf({ legs, records }: ConferenceAccount): number {
  const first = legs.reduce((n, { invited }) => Math.min(n, invited.n), Infinity)
  return records.reduce((n, record) => Math.min(n, record.n), first)
}
