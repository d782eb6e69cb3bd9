// How a participating function passes messages on. It stands between its served users and a controlling function, all of it through
// the SIP/IP core: client ↔ core ↔ participating function ↔ core ↔ controlling function. What arrives is given to a transaction, passed
// on in a transaction of its own, and its responses come back the same way; retransmissions end in the transactions. Two ways to pass:
//   proxy  — one dialog from end to end; it Record-Routes itself, so that BYE comes by as well (RFC 3261 §16)
//   b2bua  — two dialogs; Contact, tags, Route and, by option, the Call-ID are its own on either side (RFC 7092 §3.2)
// Neither answers in the name of an end: bodies, statuses, ACKs and BYEs are theirs. What a message costs is decided elsewhere
// (`attendance.ts` sees who came and went, `participating-trigger.ts` makes records of it).
import type { SipRequest, SipResponse } from '@ch1/sip'

/** A request on its way. */
export interface Onward {
  readonly passes: true
  readonly request: SipRequest
  /** The session it belongs to, the same for both directions and both dialogs; undefined outside one. */
  readonly session: string | undefined
  /** Its response as it goes back; undefined when it can make no dialog here and is dropped. */
  back(response: SipResponse): Returned | undefined
  /** No final response will come. */
  gaveUp(): void
}

/** A response on its way back; `session` is the one it made or belongs to. */
export interface Returned {
  readonly response: SipResponse
  readonly session: string | undefined
}

/** A request that is answered here. RFC 3261 §16.3 for what a proxy cannot pass on, §12.2.2 for a dialog nobody knows. */
export interface Refused {
  readonly passes: false
  readonly status: number
  readonly reason?: string
}

/** One way to pass messages on. It keeps no transactions; bytes it cannot read throw SipParseError. */
export interface Passing {
  request(request: SipRequest): Onward | Refused
  /** An ACK to a 2xx, without Via; undefined when it belongs to nothing: it is dropped (RFC 3261 §17). */
  ack(ack: SipRequest): SipRequest | undefined
  /** A BYE of this session was answered: it may be forgotten once late messages have died out. */
  over(session: string): void
  close(): void
}
