// The subscriptions of one dialog, ours and the peer's; finds whom a SUBSCRIBE or NOTIFY belongs to (RFC 6665 §4.1.3, §4.2.1).
import { SipLimitError } from '../errors'
import type { SipRequest } from '../message/message'
import type { Respond } from '../user-agent/agent-context'
import { eventOf, type EventHeader } from './event-headers'

// One dialog with more subscriptions than this is a fault or an attack.
const MOST = 64

/** One subscription as its dialog sees it. */
export interface EventUsage {
  /** Whether we subscribe (and get NOTIFY) or notify (and get SUBSCRIBE). */
  readonly role: 'subscriber' | 'notifier'
  matches(event: EventHeader): boolean
  /** Whether it goes on when the session whose dialog it lives in has ended. */
  readonly outlivesSession: boolean
  receive(request: SipRequest, respond: Respond): void
  /** The dialog is gone. */
  dialogEnded(): void
}

/** The table. */
export class EventTable {
  /** The last one left. */
  onEmpty: (() => void) | undefined
  readonly #usages = new Set<EventUsage>()

  get size(): number {
    return this.#usages.size
  }

  /** Whether one more has room. */
  get hasRoom(): boolean {
    return this.#usages.size < MOST
  }

  /** Throws SipLimitError when the dialog holds too many. */
  add(usage: EventUsage): void {
    if (!this.hasRoom) throw new SipLimitError(`${MOST} subscriptions in one dialog, which is the limit; end some`)
    this.#usages.add(usage)
  }

  remove(usage: EventUsage): void {
    if (this.#usages.delete(usage) && this.#usages.size === 0) this.onEmpty?.()
  }

  /** Hands a request to its subscription; false when there is none, or it is neither SUBSCRIBE nor NOTIFY. */
  receive(request: SipRequest, respond: Respond): boolean {
    const role = request.method === 'NOTIFY' ? 'subscriber' : request.method === 'SUBSCRIBE' ? 'notifier' : undefined
    const event = role === undefined ? undefined : eventOf(request)
    if (event === undefined) return false
    for (const usage of this.#usages) {
      if (usage.role !== role || !usage.matches(event)) continue
      usage.receive(request, respond)
      return true
    }
    return false
  }

  /** The session that made the dialog is over: what does not outlive it ends. */
  sessionEnded(): void {
    for (const usage of [...this.#usages]) if (!usage.outlivesSession) usage.dialogEnded()
  }

  /** The dialog is gone, and all of them with it. */
  dialogEnded(): void {
    for (const usage of [...this.#usages]) usage.dialogEnded()
  }
}
