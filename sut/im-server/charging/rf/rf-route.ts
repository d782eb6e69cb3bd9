// The way to the Charging Enablers as the Rf client sees it, whichever binding it is.
import type { RecordType } from '../record'
import type { Realtime } from './realtime'

/** The way to the Charging Enablers, numbered in order of preference. `M` is what the binding sends: bytes of an ACR, or a record. */
export interface RfRoute<M = Uint8Array> {
  /** Sends through the first open peer that `usable` allows; undefined when there is none. @throws what `encode` throws */
  send(encode: (hopByHop: number) => M, usable: (peer: number) => boolean): Sent | undefined
}

/** Where a message went, and under which Hop-by-Hop Identifier its answer will come. */
export interface Sent {
  readonly peer: number
  readonly hopByHop: number
}

/** What an answer to an ACR says. What a binding does not tell is undefined. */
export interface RfAnswer extends Sent {
  /** Result-Code, or the code of Experimental-Result; undefined when the answer has neither. */
  readonly resultCode: number | undefined
  /** The enabler says when to come again (HTTP: Retry-After). */
  readonly retryAfterMs?: number
  /** What it says it answers: absent in an answer-message (RFC 6733 §7.2). */
  readonly sessionId?: string
  readonly type?: RecordType
  readonly number?: number
  /** Acct-Interim-Interval in seconds. RFC 6733 §9.8.2 */
  readonly interimIntervalS?: number
  /** Accounting-Realtime-Required. RFC 6733 §9.8.7 */
  readonly realtime?: Realtime
  /** Peers that Redirect-Host names; empty when it names none of ours. RFC 6733 §6.12 */
  readonly redirectTo?: readonly number[]
}
