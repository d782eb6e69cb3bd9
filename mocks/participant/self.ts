// A participant as its own verbs see it: what they share, and how they tell that something cannot be done.
import type { SipResponse, Timers, UserAgent } from '@ch1/sip'
import type { Address } from '@ch1/sip'
import type { TestbedError } from '../testbed-error'
import type { Templates } from './invitation'
import type { Legs } from './legs'
import type { PresenceBook } from './presence'
import type { ParticipantVerb } from './verbs'
import type { WireTransport } from './wire-transport'

/** Shared by the verbs of one participant. */
export interface Self {
  readonly name: string
  readonly aor: string
  readonly agent: UserAgent
  readonly templates: Templates
  readonly core: Address
  /** The preloaded Route of whatever it sends outside a dialog: the core. */
  readonly route: readonly string[]
  readonly transport: WireTransport
  readonly timers: Timers
  readonly book: PresenceBook
  readonly legs: Legs
  /** 64·T1: no wait for the other side is longer (RFC 3261 §17). */
  readonly longestMs: number
  /** An error of ours: `what` it cannot do, and what is there instead. */
  cannot(what: string, instead: string): TestbedError
  /** A new request of its own: the answer given to the result is its last one, while no newer request was made. */
  ask(): (response: SipResponse | undefined) => void
  /** Notes the answer when it comes; a time-out is none, and a transport's failure is told by the wire transport. */
  later(final: Promise<SipResponse>, then?: () => void): void
  /** Waits for it: undefined after 64·T1, rejects when the wire ended. */
  answer(final: Promise<SipResponse>): Promise<SipResponse | undefined>
  /** Resolves when what was handed over so far is on the wire. */
  flushed(): Promise<void>
}

/** The first argument of a verb, which must be there. */
export function argumentOf(self: Self, verb: ParticipantVerb, args: readonly string[], what: string): string {
  const [first] = args
  if (first === undefined) throw self.cannot(`do "${verb}"`, `no argument; it needs ${what}`)
  return first
}
