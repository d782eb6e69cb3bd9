// A way to one Charging Enabler over HTTP: what the peers need of it, whichever version it speaks.
import type { Field, OutgoingRequest } from '@ch1/charging-http'

/** An answer, whole. */
export interface HttpAnswer {
  readonly status: number
  readonly fields: readonly Field[]
  readonly body: Uint8Array
}

/** Told about the link, as a Diameter peer tells about its connection. */
export interface HttpLinkEvents {
  /** Requests can be sent (again). */
  opened(): void
  /** No request can be sent, and none that is under way will be answered. */
  lost(why: string): void
}

/** Opens by itself and again after `tcMs`; requests are sent while it is open. */
export interface HttpLink {
  readonly isOpen: boolean
  start(): void
  /** Calls `then` when the answer is whole; never when there is none. Throws when the link is not open. */
  request(message: OutgoingRequest, then: (answer: HttpAnswer) => void): void
  close(): Promise<void>
}

/** What a link is made with. Times in ms. */
export interface HttpLinkOptions {
  readonly url: string
  readonly tcMs: number
  /** HTTP/2: a PING so often; one that stays unanswered as long ends the connection. */
  readonly twMs: number
  /** A request without an answer is given up after so long: its record has gone again long before. */
  readonly answerMs: number
  readonly on: HttpLinkEvents
}

/** More than this of an answer is not read. */
export const MOST_ANSWER_BYTES = 65_536
