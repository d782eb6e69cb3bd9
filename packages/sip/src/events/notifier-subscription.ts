// The notifier's side of one subscription: tells its state, at once, on refresh, on change, and at its end (RFC 6665 §4.2).
import type { InDialogOptions } from '../dialogs/dialog'
import { SipLimitError, SipStateError } from '../errors'
import type { SipRequest, SipResponse } from '../message/message'
import type { Respond } from '../user-agent/agent-context'
import { promised } from '../user-agent/promised'
import type { EventClock, EventHome } from './event-home'
import { expiresOf, formatEvent, formatSubscriptionState, type EventHeader } from './event-headers'
import type { EventUsage } from './event-table'

/** What a notifier is made of. */
export interface NotifierPorts {
  readonly clock: EventClock
  readonly home: EventHome
  readonly event: Pick<EventHeader, 'package' | 'id'>
  readonly matches: (event: EventHeader) => boolean
  readonly outlivesSession: boolean
  readonly state: 'pending' | 'active'
  readonly expiresS: number
  /** The longest time granted at a refresh. */
  readonly maxExpiresS: number
  /** The state to tell now: body and its type. */
  readonly current: () => InDialogOptions
}

/** Why a subscription we notify is over: it was unsubscribed or ran out, we ended it, the subscriber does not know it, or its dialog ended. */
export type NotifierEnd = 'unsubscribed' | 'expired' | 'terminated' | 'rejected' | 'unreachable' | 'dialogEnded'

// RFC 6665 §4.2.2 — answers to NOTIFY after which the subscription is removed.
const ENDING = [404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604]
const MOST_WAITING = 64
const LONGEST_S = 2_147_483

/** One subscription of the peer's. */
export class NotifierSubscription implements EventUsage {
  readonly role = 'notifier'
  /** The end, once. */
  onEnd: ((why: NotifierEnd) => void) | undefined
  readonly #ports: NotifierPorts
  #state: 'pending' | 'active' | 'terminated'
  #deadlineMs = 0
  #stopExpiry: () => void = () => undefined
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #end: NotifierEnd | undefined

  constructor(ports: NotifierPorts) {
    this.#ports = ports
    this.#state = ports.state
  }

  get state(): 'pending' | 'active' | 'terminated' {
    return this.#state
  }

  /** Why it is over; undefined while it lives. */
  get end(): NotifierEnd | undefined {
    return this.#end
  }

  get outlivesSession(): boolean {
    return this.#ports.outlivesSession
  }

  matches(event: EventHeader): boolean {
    return this.#ports.matches(event)
  }

  /** Begins, after the 2xx was sent: the first NOTIFY goes at once; with no time granted it is the only one (a fetch). */
  begin(): void {
    this.#ports.home.events.add(this)
    this.#grant(this.#ports.expiresS)
  }

  /** Tells a change: what is given, else the current state. Rejects SipStateError when over, SipLimitError when too many wait. */
  notify(o: InDialogOptions = this.#ports.current()): Promise<SipResponse> {
    return promised(() => {
      this.#mustLive('notify()')
      return this.#send(() => formatSubscriptionState({ state: this.#alive, expiresS: this.#remainingS }), o)
    })
  }

  /** A pending subscription is accepted for good; tells so. */
  activate(o?: InDialogOptions): Promise<SipResponse> {
    if (this.#state === 'pending') this.#state = 'active'
    return o === undefined ? this.notify() : this.notify(o)
  }

  /** Ends it with a last NOTIFY (RFC 6665 §4.2.2). Rejects like {@link notify}. */
  terminate(reason: string, o: InDialogOptions = this.#ports.current(), retryAfterS?: number): Promise<SipResponse> {
    return promised(() => {
      this.#mustLive('terminate()')
      return this.#terminate('terminated', reason, o, retryAfterS)
    })
  }

  /** A SUBSCRIBE within it: refresh, or the end. */
  receive(subscribe: SipRequest, respond: Respond): void {
    if (this.#end !== undefined) return respond(481)
    const asked = expiresOf(subscribe) ?? this.#ports.expiresS
    const granted = Math.min(asked, this.#ports.maxExpiresS)
    respond(200, undefined, { headers: [['Expires', String(granted)]] })
    this.#grant(granted, 'unsubscribed')
  }

  dialogEnded(): void {
    this.#finish('dialogEnded')
  }

  #grant(seconds: number, atZero: NotifierEnd = 'expired'): void {
    const { clock, current } = this.#ports
    this.#stopExpiry()
    // RFC 6665 §4.4.3, §4.2.1.4 — no time: one NOTIFY with the state, and it is over.
    if (seconds === 0) return void this.#terminate(atZero, 'timeout', current()).catch(() => undefined)
    const bounded = Math.min(seconds, LONGEST_S)
    this.#deadlineMs = clock.nowMs() + bounded * 1000
    this.#stopExpiry = clock.alarm(bounded * 1000, () => {
      this.#terminate('expired', 'timeout', current()).catch(() => undefined)
    })
    void this.notify()
  }

  #terminate(end: NotifierEnd, reason: string, o: InDialogOptions, retryAfterS?: number): Promise<SipResponse> {
    const state = formatSubscriptionState({ state: 'terminated', reason, retryAfterS })
    const answer = this.#send(() => state, o)
    this.#finish(end, answer)
    return answer
  }

  // One after the other: over UDP two NOTIFYs under way could arrive in the wrong order.
  #send(state: () => string, o: InDialogOptions): Promise<SipResponse> {
    if (this.#waiting >= MOST_WAITING)
      return Promise.reject(new SipLimitError(`${MOST_WAITING} NOTIFYs wait for their turn, which is the limit`))
    this.#waiting += 1
    const answer = this.#waiting === 1 ? this.#ask(state(), o) : this.#last.then(() => this.#ask(state(), o))
    this.#last = answer.then(
      (response) => this.#told(response.status),
      () => this.#told(undefined),
    )
    return answer
  }

  #ask(state: string, o: InDialogOptions): Promise<SipResponse> {
    return promised(() => {
      if (this.#end === 'unreachable' || this.#end === 'rejected' || this.#end === 'dialogEnded')
        throw new SipStateError(`NOTIFY for a subscription that is over (${this.#end})`)
      return this.#ports.home.ask('NOTIFY', {
        ...o,
        headers: [['Event', formatEvent(this.#ports.event)], ['Subscription-State', state], ...(o.headers ?? [])],
      })
    })
  }

  #told(status: number | undefined): void {
    this.#waiting -= 1
    if (status === undefined || status === 408) this.#finish('unreachable')
    else if (ENDING.includes(status)) this.#finish('rejected')
  }

  #finish(end: NotifierEnd, last?: Promise<unknown>): void {
    if (this.#end !== undefined) return
    this.#end = end
    this.#state = 'terminated'
    this.#stopExpiry()
    const detach = (): void => this.#ports.home.events.remove(this)
    // The dialog is needed until the last NOTIFY has its answer.
    if (last === undefined) detach()
    else last.then(detach, detach)
    this.onEnd?.(end)
  }

  get #alive(): 'pending' | 'active' {
    return this.#state === 'pending' ? 'pending' : 'active'
  }

  get #remainingS(): number {
    return Math.max(0, Math.round((this.#deadlineMs - this.#ports.clock.nowMs()) / 1000))
  }

  #mustLive(what: string): void {
    if (this.#end !== undefined) throw new SipStateError(`${what} on a subscription that is over (${this.#end})`)
  }
}
