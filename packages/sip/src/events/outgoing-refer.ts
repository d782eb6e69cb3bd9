// A REFER of ours, with the subscription it implies: answered, told how it goes, over (RFC 3515 §2.4, RFC 4488).
import type { HeaderList } from '../message/header-fields'
import type { SipRequest, SipResponse } from '../message/message'
import type { AgentContext } from '../user-agent/agent-context'
import type { EventClock, EventHome } from './event-home'
import { formatEvent, type EventHeader } from './event-headers'
import { OpeningEvent, type OutsideOptions } from './opening-event'
import { referContent, type ReferTerms } from './refer-content'
import { refusesSubscription } from './refer-reading'
import { statusFragmentOf, type FragmentStatus } from './sipfrag'
import { again } from './subscribe'
import { Subscription, type SubscriptionEnd } from './subscription'

/** A REFER outside any dialog. */
export type ReferOptions = Omit<OutsideOptions, 'body' | 'contentType' | 'headers'> & ReferTerms

/** How a REFER went, as far as we were told. */
export type ReferOutcome =
  | { readonly kind: 'refused'; readonly response: SipResponse }
  /** Accepted, and nothing will be told. */
  | { readonly kind: 'notTold'; readonly response: SipResponse }
  /** The last status line that a NOTIFY brought is final. */
  | { readonly kind: 'told'; readonly status: number; readonly reason: string }
  /** The subscription ended before a final status line. */
  | { readonly kind: 'ended'; readonly end: SubscriptionEnd; readonly last: FragmentStatus | undefined }

/** One REFER under way. Set the callbacks at once; nothing arrives before you return. */
export class OutgoingRefer {
  /** Each status line of the NOTIFYs. */
  onProgress: ((status: number, reason: string, notify: SipRequest) => void) | undefined
  /** The final response to the REFER itself. Rejects SipTimeout, SipTransportError or SipClosed. */
  readonly answered: Promise<SipResponse>
  /** How it went. Rejects like `answered`. */
  readonly outcome: Promise<ReferOutcome>
  readonly subscription: Subscription
  #last: FragmentStatus | undefined

  constructor(subscription: Subscription) {
    this.subscription = subscription
    this.answered = subscription.answered
    subscription.onNotify = (notify) => {
      const told = statusFragmentOf(notify)
      if (told === undefined) return
      this.#last = told
      this.onProgress?.(told.status, told.reason, notify)
    }
    const ended = new Promise<SubscriptionEnd>((resolve) => (subscription.onEnd = resolve))
    this.outcome = this.#followed(ended)
    this.outcome.catch(() => undefined)
  }

  /** The last status line that was told. */
  get last(): FragmentStatus | undefined {
    return this.#last
  }

  async #followed(ended: Promise<SubscriptionEnd>): Promise<ReferOutcome> {
    const response = await this.answered
    if (response.status >= 300) return { kind: 'refused', response }
    // RFC 4488 §4 — only a response that says so keeps the subscription from being there.
    if (refusesSubscription(response.header('Refer-Sub'))) {
      this.subscription.neverBegan()
      return { kind: 'notTold', response }
    }
    const end = await ended
    const last = this.#last
    return last !== undefined && last.status >= 200 ? { kind: 'told', ...last } : { kind: 'ended', end, last }
  }
}

/** Refers outside any dialog. Throws SipLimitError, SipBuildError, SipParseError. */
export function referOutside(context: AgentContext, o: ReferOptions & { readonly callId: string }): OutgoingRefer {
  const opening = new OpeningEvent(context, 'REFER', { ...o, ...referContent(o) })
  const ids = new ReferIds(true)
  const subscription: Subscription = implied(
    context.clock,
    ids,
    () => opening.home,
    () => {
      opening.over()
      opening.home?.events.remove(subscription)
    },
  )
  const refer = new OutgoingRefer(subscription)
  subscription.begin(opening.send(subscription, (sent) => ids.add(sent)))
  return refer
}

/** Refers within a dialog. Throws SipLimitError when it holds too many subscriptions. */
export function referWithin(clock: EventClock, home: EventHome, o: ReferTerms, isFirst: boolean): OutgoingRefer {
  const ids = new ReferIds(isFirst)
  const subscription: Subscription = implied(
    clock,
    ids,
    () => home,
    () => home.events.remove(subscription),
  )
  home.events.add(subscription)
  const refer = new OutgoingRefer(subscription)
  subscription.begin(home.ask('REFER', referContent(o), (sent) => ids.add(sent)))
  return refer
}

// RFC 3515 §2.4.6 — the event's id is the CSeq number of the REFER; the first REFER of a dialog may go without.
class ReferIds {
  readonly #isFirst: boolean
  readonly #numbers: string[] = []

  constructor(isFirst: boolean) {
    this.#isFirst = isFirst
  }

  add(refer: SipRequest): void {
    this.#numbers.push(String(refer.cseq?.number ?? 0))
  }

  matches(event: EventHeader): boolean {
    return event.package === 'refer' && (event.id === undefined ? this.#isFirst : this.#numbers.includes(event.id))
  }

  get last(): string {
    return this.#numbers.at(-1) ?? '0'
  }
}

function implied(clock: EventClock, ids: ReferIds, home: () => EventHome | undefined, detach: () => void): Subscription {
  const headers = (seconds: number): HeaderList => [
    ['Event', formatEvent({ package: 'refer', id: ids.last })],
    ['Expires', String(seconds)],
  ]
  return new Subscription({
    clock,
    expiresS: 60,
    // RFC 3515 §2.4.4 — its length is the notifier's choice; who wants longer asks.
    refreshes: false,
    // RFC 5057 §3 — whoever refers and hangs up wants to know how it went.
    outlivesSession: true,
    matches: (event) => ids.matches(event),
    ask: (seconds) => again(home(), { headers: headers(seconds) }),
    detach,
  })
}
