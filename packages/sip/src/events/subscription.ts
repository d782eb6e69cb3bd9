// The subscriber's side of one subscription: asked for, notified, refreshed, ended (RFC 6665 §4.1).
import { SipStateError } from '../errors'
import type { SipRequest, SipResponse } from '../message/message'
import type { Respond } from '../user-agent/agent-context'
import type { EventClock } from './event-home'
import { expiresOf, resubscribeAfterS, subscriptionStateOf, type EventHeader, type SubscriptionState } from './event-headers'
import type { EventUsage } from './event-table'

/** Why a subscription is over. */
export interface SubscriptionEnd {
  /** `notified`: the notifier said so. `silent`: no NOTIFY within 64·T1 (timer N). `expired`: nobody refreshed it. */
  readonly why: 'notified' | 'refused' | 'unreachable' | 'silent' | 'expired' | 'dialogEnded'
  /** Final status of the SUBSCRIBE that was refused. */
  readonly status?: number | undefined
  /** The notifier's reason. */
  readonly reason?: string | undefined
  /** When one may subscribe anew; undefined: not by itself (RFC 6665 §4.1.3). */
  readonly resubscribeAfterS?: number | undefined
}

/** What a subscription is made of. */
export interface SubscriptionPorts {
  readonly clock: EventClock
  readonly matches: (event: EventHeader) => boolean
  /** Sends a SUBSCRIBE with this Expires. */
  readonly ask: (expiresS: number) => Promise<SipResponse>
  readonly expiresS: number
  /** Refreshes at half the granted time unless false. */
  readonly refreshes: boolean
  readonly outlivesSession: boolean
  /** It is over: forget it. */
  readonly detach: () => void
}

// RFC 6665 §4.1.2.2 with §4.2.2 — refusals that say the subscription is not there; after others it lives until it expires.
const ENDING = [404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604]
// A timer of the process holds at most 2³¹ − 1 ms.
const LONGEST_S = 2_147_483

/** One subscription of ours. Set the callbacks at once; nothing arrives before you return. */
export class Subscription implements EventUsage {
  readonly role = 'subscriber'
  /** Each NOTIFY. It is answered 200 afterwards, unless `respond` was used for another answer. */
  onNotify: ((notify: SipRequest, state: SubscriptionState, respond: Respond) => void) | undefined
  /** The end, once. */
  onEnd: ((end: SubscriptionEnd) => void) | undefined
  /** The first SUBSCRIBE's final response (of a REFER, its). Rejects SipTimeout, SipTransportError or SipClosed. */
  readonly answered: Promise<SipResponse>
  #settle: (answer: Promise<SipResponse>) => void = () => undefined
  readonly #ports: SubscriptionPorts
  #state: SubscriptionState['state'] | 'asked' = 'asked'
  #end: SubscriptionEnd | undefined
  #stopWaiting: () => void = () => undefined
  #stopExpiry: () => void = () => undefined
  #stopRefresh: () => void = () => undefined

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports
    this.answered = new Promise((resolve) => (this.#settle = resolve))
    this.answered.catch(() => undefined)
  }

  /** The request that makes it is on its way. Called once, by who made it. */
  begin(answer: Promise<SipResponse>): this {
    this.#settle(answer)
    this.#await()
    this.#follow(answer, true)
    return this
  }

  /** `asked` until the first NOTIFY. */
  get state(): SubscriptionState['state'] | 'asked' {
    return this.#state
  }

  /** Why it is over; undefined while it lives. */
  get end(): SubscriptionEnd | undefined {
    return this.#end
  }

  get outlivesSession(): boolean {
    return this.#ports.outlivesSession
  }

  matches(event: EventHeader): boolean {
    return this.#ports.matches(event)
  }

  /** Refreshes now (RFC 6665 §4.1.2.2). Rejects SipStateError when it is over, and like `answered`. */
  refresh(expiresS = this.#ports.expiresS): Promise<SipResponse> {
    return this.#ask(expiresS)
  }

  /** Unsubscribes (RFC 6665 §4.1.2.3); the end comes with the last NOTIFY. Rejects like {@link refresh}. */
  unsubscribe(): Promise<SipResponse> {
    return this.#ask(0)
  }

  /** A NOTIFY that belongs here. */
  receive(notify: SipRequest, respond: Respond): void {
    if (this.#end !== undefined) return respond(481)
    const state = subscriptionStateOf(notify)
    // RFC 6665 §4.1.3 — a NOTIFY says the state of its subscription.
    if (state === undefined) return respond(400, 'Subscription-State Missing Or Unreadable')
    this.#stopWaiting()
    this.#state = state.state
    if (state.state !== 'terminated' && state.expiresS !== undefined) this.#expireIn(state.expiresS)
    this.onNotify?.(notify, state, respond)
    respond(200)
    if (state.state === 'terminated')
      this.#finish({ why: 'notified', reason: state.reason, resubscribeAfterS: resubscribeAfterS(state) })
  }

  dialogEnded(): void {
    this.#finish({ why: 'dialogEnded' })
  }

  /** Nothing will be notified: the peer granted a REFER without subscription (RFC 4488 §4). No end is told. */
  neverBegan(): void {
    this.onEnd = undefined
    this.#finish({ why: 'dialogEnded' })
  }

  #ask(expiresS: number): Promise<SipResponse> {
    if (this.#end !== undefined)
      return Promise.reject(new SipStateError(`SUBSCRIBE on a subscription that is over (${this.#end.why})`))
    this.#stopRefresh()
    this.#await()
    const answer = this.#ports.ask(expiresS)
    this.#follow(answer, false)
    return answer
  }

  // RFC 6665 §4.1.2.2, §4.1.2.4 — timer N: a SUBSCRIBE brings a NOTIFY within 64·T1, or the subscription is not there.
  #await(): void {
    this.#stopWaiting()
    const { clock } = this.#ports
    this.#stopWaiting = clock.alarm(64 * clock.t1Ms, () => this.#finish({ why: 'silent' }))
  }

  #follow(answer: Promise<SipResponse>, isFirst: boolean): void {
    answer.then(
      (response) => this.#answered(response, isFirst),
      () => this.#finish({ why: 'unreachable' }),
    )
  }

  #answered(response: SipResponse, isFirst: boolean): void {
    if (this.#end !== undefined) return
    if (response.status < 300) {
      const granted = expiresOf(response)
      // A NOTIFY that came before the response has said it already, and later words count.
      if (granted !== undefined && granted > 0 && (this.#state === 'asked' || !isFirst)) this.#expireIn(granted)
      return
    }
    if (isFirst || ENDING.includes(response.status)) return this.#finish({ why: 'refused', status: response.status })
    this.#stopWaiting()
  }

  #expireIn(seconds: number): void {
    const { clock, refreshes, expiresS } = this.#ports
    const bounded = Math.min(Math.max(seconds, 1), LONGEST_S)
    this.#stopExpiry()
    this.#stopRefresh()
    this.#stopExpiry = clock.alarm(bounded * 1000, () => this.#finish({ why: 'expired' }))
    if (refreshes) this.#stopRefresh = clock.alarm(bounded * 500, () => void this.#ask(expiresS).catch(() => undefined))
  }

  #finish(end: SubscriptionEnd): void {
    if (this.#end !== undefined) return
    this.#end = end
    this.#state = 'terminated'
    this.#stopWaiting()
    this.#stopExpiry()
    this.#stopRefresh()
    this.#ports.detach()
    this.onEnd?.(end)
  }
}
