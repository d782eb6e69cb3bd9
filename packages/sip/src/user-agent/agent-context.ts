// What the parts of a user agent share: the layer below, names, and the table of dialogs.
import type { EventClock } from '../events/event-home'
import type { EventDialog } from '../events/event-dialog'
import type { OpeningEvent } from '../events/opening-event'
import type { DigestClient } from '../digest/digest-client'
import type { ResponseOptions } from '../message/build'
import type { SipRequest, SipResponse } from '../message/message'
import type { TransactionLayer } from '../transactions/layer'
import type { Timers, TimerValues } from '../transactions/timers'
import type { Address } from '../transport/transport'
import type { InviteDialog } from './invite-dialog'

/** Answers a request: status, phrase, and what the response carries. A To tag is added where it is missing. */
export type Respond = (status: number, reason?: string, o?: ResponseOptions) => void

/** What a sender may want to know before the promise settles. */
export interface TransactEvents {
  /** The request as it went out, with its Via. */
  sent?(request: SipRequest): void
  /** Every 2xx, at once, repeats included. */
  success?(response: SipResponse): void
  /** The end, one way or the other, just before the promise settles. */
  settled?(): void
  /** The number of a request that is sent again with credentials; one higher unless given. */
  readonly nextCseq?: () => number
}

/** The user agent as its dialogs and invitations see it. */
export interface AgentContext {
  readonly layer: TransactionLayer
  readonly timers: Timers
  readonly values: TimerValues
  /** The Contact value of this agent. */
  readonly contact: string
  /** The Allow value of this agent. */
  readonly allow: string
  /** Event packages served; undefined: the owner looks itself. */
  readonly allowEvents: readonly string[] | undefined
  /** Option tags understood in Require; undefined: the owner looks itself. */
  readonly supports: readonly string[] | undefined
  /** Times and alarms, as subscriptions need them. */
  readonly clock: EventClock
  /** Answers challenges, when the agent has credentials. */
  readonly digest: DigestClient | undefined
  newTag(): string
  /** The agent's fixed next hop, else what the caller computes. */
  hop(otherwise: () => Address): Address
  /** Adds User-Agent to a request, when the agent has a name. */
  named(request: SipRequest): SipRequest
  /** Makes a response with this agent's marks. */
  response(request: SipRequest, status: number, reason?: string, o?: ResponseOptions): SipResponse
  /** Sends in a transaction; rejects SipTimeout, SipTransportError, SipLimitError or SipClosed. */
  transact(request: SipRequest, to: Address, on?: TransactEvents): Promise<SipResponse>
  /** Whether one more dialog may be held. */
  hasRoom(): boolean
  hold(dialog: InviteDialog): void
  drop(dialog: InviteDialog): void
  holdEvents(dialog: EventDialog): void
  dropEvents(dialog: EventDialog): void
  /** A NOTIFY that names this request's Call-ID and tag, and no dialog, goes to it. */
  awaitNotify(opening: OpeningEvent): void
  forgetNotify(opening: OpeningEvent): void
  /** An alarm that the agent's close() clears. Returns how to clear it before. */
  alarm(ms: number, fire: () => void): () => void
}
