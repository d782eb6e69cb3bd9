// A SUBSCRIBE that reached us and makes something new: accepted, or refused (RFC 6665 §4.2.1).
import type { InDialogOptions } from '../dialogs/dialog'
import { SipStateError } from '../errors'
import type { HeaderList } from '../message/header-fields'
import type { SipRequest } from '../message/message'
import type { Respond } from '../user-agent/agent-context'
import type { EventClock, EventHome } from './event-home'
import { expiresOf, type EventHeader } from './event-headers'
import { NotifierSubscription } from './notifier-subscription'

/** How a subscription is accepted. */
export interface AcceptSubscribe {
  /** The state to tell now: body and its type. Asked for the first NOTIFY, for each refresh, and at the end. */
  readonly current: () => InDialogOptions
  /** `pending`: whether it is authorised is not known yet. */
  readonly state?: 'pending' | 'active' | undefined
  /** The longest time granted, at first and at each refresh; as long as asked unless given. */
  readonly maxExpiresS?: number | undefined
  readonly headers?: HeaderList | undefined
}

// RFC 4575 §3.3 — an hour, where a SUBSCRIBE names no time.
const DEFAULT_EXPIRES_S = 3600

/** One SUBSCRIBE waiting for our answer. */
export class IncomingSubscribe {
  readonly request: SipRequest
  readonly event: EventHeader
  /** The time asked for; 0 asks for the state once. */
  readonly expiresS: number
  readonly #respond: Respond
  readonly #clock: EventClock
  readonly #home: () => EventHome
  #isAnswered = false

  constructor(o: { request: SipRequest; event: EventHeader; respond: Respond; clock: EventClock; home: () => EventHome }) {
    this.request = o.request
    this.event = o.event
    this.expiresS = expiresOf(o.request) ?? DEFAULT_EXPIRES_S
    this.#respond = o.respond
    this.#clock = o.clock
    this.#home = o.home
  }

  /** Accepts with a 200; the first NOTIFY follows at once. Throws SipStateError once answered. */
  accept(o: AcceptSubscribe): NotifierSubscription {
    this.#answer('accept()')
    const maxExpiresS = o.maxExpiresS ?? 0xffffffff
    const expiresS = Math.min(this.expiresS, maxExpiresS)
    const home = this.#home()
    const { package: name, id } = this.event
    const made = new NotifierSubscription({
      clock: this.#clock,
      home,
      event: { package: name, id },
      outlivesSession: false,
      matches: (event) => event.package === name && event.id === id,
      state: o.state ?? 'active',
      expiresS,
      maxExpiresS,
      current: o.current,
    })
    // RFC 6665 §4.2.1.1 — the 200 says how long, at most as long as was asked.
    this.#respond(200, undefined, { headers: [['Expires', String(expiresS)], ...(o.headers ?? [])] })
    made.begin()
    return made
  }

  /** Refuses with a 300–699. Throws SipStateError once answered. */
  refuse(status: number, o: { readonly reason?: string | undefined; readonly headers?: HeaderList | undefined } = {}): void {
    if (status < 300) throw new SipStateError(`refuse(${status}): a refusal is 300–699; use accept()`)
    this.#answer(`refuse(${status})`)
    this.#respond(status, o.reason, { headers: o.headers })
  }

  #answer(what: string): void {
    if (this.#isAnswered) throw new SipStateError(`${what} on a SUBSCRIBE that was answered`)
    this.#isAnswered = true
  }
}
