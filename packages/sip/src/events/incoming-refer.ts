// A REFER that reached us: accepted and told about, or refused (RFC 3515 §2.4.2–§2.4.7).
import { SipStateError } from '../errors'
import type { HeaderList } from '../message/header-fields'
import type { SipRequest, SipResponse } from '../message/message'
import type { Respond } from '../user-agent/agent-context'
import type { EventClock, EventHome } from './event-home'
import { NotifierSubscription, type NotifierEnd } from './notifier-subscription'
import type { ReferReading, ReferTarget } from './refer-reading'
import { SIPFRAG, writeStatusFragment } from './sipfrag'

type Targets = Extract<ReferReading, { readonly kind: 'targets' }>

/** Tells the one who referred how it goes. */
export class ReferProgress {
  /** The end of the subscription, once. */
  onEnd: ((why: NotifierEnd) => void) | undefined
  readonly #notifier: NotifierSubscription
  #status = 100
  #reason: string | undefined

  constructor(made: (current: () => { readonly body: Uint8Array; readonly contentType: string }) => NotifierSubscription) {
    this.#notifier = made(() => ({ body: writeStatusFragment(this.#status, this.#reason), contentType: SIPFRAG }))
    this.#notifier.onEnd = (why) => this.onEnd?.(why)
  }

  /** Why it is over; undefined while it lives. */
  get end(): NotifierEnd | undefined {
    return this.#notifier.end
  }

  /** Tells a status line; a final one is the last (RFC 3515 §2.4.7). Rejects SipStateError when the subscription is over. */
  tell(status: number, reason?: string): Promise<SipResponse> {
    this.#status = status
    this.#reason = reason
    return status < 200 ? this.#notifier.notify() : this.#notifier.terminate('noresource')
  }
}

/** One REFER waiting for our answer. */
export class IncomingRefer {
  readonly request: SipRequest
  /** Whom it names; several when it carried a list. */
  readonly targets: readonly ReferTarget[]
  readonly isList: boolean
  /** False: it asks for no subscription. */
  readonly wantsSubscription: boolean
  readonly #respond: Respond
  readonly #clock: EventClock
  readonly #home: () => EventHome
  readonly #isFirst: boolean
  #isAnswered = false

  constructor(o: {
    request: SipRequest
    reading: Targets
    respond: Respond
    clock: EventClock
    home: () => EventHome
    isFirst: boolean
  }) {
    this.request = o.request
    this.targets = o.reading.targets
    this.isList = o.reading.isList
    this.wantsSubscription = o.reading.wantsSubscription
    this.#respond = o.respond
    this.#clock = o.clock
    this.#home = o.home
    this.#isFirst = o.isFirst
  }

  /**
   * Accepts with a 202 and tells 100 at once; undefined when it asked for no subscription. `subscribe: true` makes one all
   * the same. Throws SipStateError once answered.
   */
  accept(
    o: {
      readonly status?: number | undefined
      readonly subscribe?: boolean | undefined
      readonly expiresS?: number | undefined
      readonly headers?: HeaderList | undefined
    } = {},
  ): ReferProgress | undefined {
    this.#answer('accept()')
    const status = o.status ?? 202
    if (!(o.subscribe ?? this.wantsSubscription)) {
      // RFC 4488 §4 — the response says that there will be no subscription.
      this.#respond(status, undefined, { headers: [['Refer-Sub', 'false'], ...(o.headers ?? [])] })
      return undefined
    }
    const home = this.#home()
    const id = String(this.request.cseq?.number ?? 0)
    const expiresS = o.expiresS ?? 180
    let notifier: NotifierSubscription | undefined
    const progress = new ReferProgress((current) => {
      notifier = new NotifierSubscription({
        clock: this.#clock,
        home,
        event: { package: 'refer', id },
        matches: (event) => event.package === 'refer' && (event.id === undefined ? this.#isFirst : event.id === id),
        // RFC 5057 §3 — whoever refers and hangs up is still told how it went.
        outlivesSession: true,
        state: 'active',
        expiresS,
        maxExpiresS: Math.max(expiresS, 3600),
        current,
      })
      return notifier
    })
    this.#respond(status, undefined, { headers: o.headers })
    notifier?.begin()
    return progress
  }

  /** Refuses with a 300–699. Throws SipStateError once answered. */
  refuse(status: number, o: { readonly reason?: string | undefined; readonly headers?: HeaderList | undefined } = {}): void {
    if (status < 300) throw new SipStateError(`refuse(${status}): a refusal is 300–699; use accept()`)
    this.#answer(`refuse(${status})`)
    this.#respond(status, o.reason, { headers: o.headers })
  }

  #answer(what: string): void {
    if (this.#isAnswered) throw new SipStateError(`${what} on a REFER that was answered`)
    this.#isAnswered = true
  }
}
