// What subscriptions need of the dialog they live in: an invitation's, or one of their own (RFC 6665 §4.5.2, §4.4.1).
import type { InDialogOptions } from '../dialogs/dialog'
import type { SipRequest, SipResponse } from '../message/message'
import type { EventTable } from './event-table'

/** A dialog that holds subscriptions. */
export interface EventHome {
  readonly events: EventTable
  /** Sends in the dialog. `sent` is told each form of the request that goes out, credentials added say. */
  ask(method: string, o: InDialogOptions, sent?: (request: SipRequest) => void): Promise<SipResponse>
}

/** Times and alarms of the agent. */
export interface EventClock {
  readonly t1Ms: number
  nowMs(): number
  /** An alarm; returns how to clear it. */
  alarm(ms: number, fire: () => void): () => void
}
