// A participant that watches who is in: SUBSCRIBE to the conference package of a focus, and the roster its NOTIFYs make (RFC 4575).
import { CONFERENCE_EVENT, CONFERENCE_INFO, readConferenceInfo, rosterAfter, SipParseError } from '@ch1/sip'
import type { Roster, RosterChange, SipRequest, Subscription, SubscriptionEnd } from '@ch1/sip'
import { NotReached } from '../not-reached'
import type { Self } from './self'

/** A notifier that never tells a whole state is not asked for one without end. */
const MOST_REFRESHES = 8

/** The one subscription of a participant. */
export class RosterWatch {
  readonly #self: Self
  #subscription: Subscription | undefined
  #roster: Roster | undefined
  #end: SubscriptionEnd | undefined
  #unreadable: string | undefined
  #refreshes = 0

  constructor(self: Self) {
    this.#self = self
  }

  /** Who is in, as the focus tells; undefined until it has told a whole state, and after it said that there is no conference. */
  get roster(): Roster | undefined {
    return this.#roster
  }

  /** Why it is over; undefined while it lives. */
  get end(): SubscriptionEnd | undefined {
    return this.#end
  }

  /** The last document that could not be read, and why. */
  get unreadable(): string | undefined {
    return this.#unreadable
  }

  /** SUBSCRIBE outside its leg (RFC 6665 §4.5.2 advises against sharing a dialog); waits for the final response. */
  async subscribes(focus: string | undefined): Promise<void> {
    const { agent, aor, route, legs } = this.#self
    const uri = focus ?? legs.focus
    if (uri === undefined) throw this.#self.cannot('do "subscribes"', 'no focus: it was in no conference, and none is named')
    const answered = this.#self.ask()
    const terms = { event: CONFERENCE_EVENT, accept: CONFERENCE_INFO, expiresS: 3600 }
    const subscription = agent.subscribe({ uri, from: `<${aor}>`, to: `<${uri}>`, route, ...terms })
    this.#subscription = subscription
    this.#roster = this.#end = this.#unreadable = undefined
    this.#refreshes = 0
    subscription.onNotify = (notify) => this.#told(notify)
    subscription.onEnd = (end) => this.#over(subscription, end)
    answered(await this.#self.answer(subscription.answered))
  }

  /** SUBSCRIBE with Expires 0 (RFC 6665 §4.1.2.3); waits for the final response. */
  async unsubscribes(): Promise<void> {
    const subscription = this.#subscription
    if (subscription === undefined) throw this.#self.cannot('do "unsubscribes"', 'it has subscribed to nothing')
    if (this.#end !== undefined)
      throw new NotReached(`${this.#self.name} could not do "unsubscribes": its subscription was over (${this.#end.why})`)
    const answered = this.#self.ask()
    answered(await this.#self.answer(subscription.unsubscribe()))
  }

  #told(notify: SipRequest): void {
    // RFC 6665 §4.1.2.4 — a NOTIFY without a document tells the state of the subscription alone.
    if (notify.body.length === 0) return
    const change = this.#read(notify)
    if (change === undefined) return
    this.#roster = change.roster
    this.#self.book.knowsRoster = this.#roster !== undefined
    if (change.outcome === 'gap' || change.outcome === 'partialFirst') this.#askAnew()
  }

  #read(notify: SipRequest): RosterChange | undefined {
    try {
      return rosterAfter(this.#roster, readConferenceInfo(notify.body))
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
      this.#unreadable = error.message
      return undefined
    }
  }

  // RFC 4575 §4.6 — a missed version is mended by a refresh, which brings a whole state.
  #askAnew(): void {
    this.#refreshes += 1
    if (this.#refreshes <= MOST_REFRESHES) this.#subscription?.refresh().catch(() => undefined)
  }

  #over(subscription: Subscription, end: SubscriptionEnd): void {
    if (this.#subscription !== subscription) return
    this.#end = end
    this.#self.book.knowsRoster = false
  }
}
