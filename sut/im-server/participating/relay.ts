// Takes requests from one transaction to the next and brings their responses back: RFC 3261 §16 for a stateful element that forks nothing.
import { respond, SipLimitError, SipParseError } from '@ch1/sip'
import type {
  Address,
  ClientEvents,
  ClientTransaction,
  ServerTransaction,
  SipRequest,
  SipResponse,
  TransactionLayer,
} from '@ch1/sip'
import { names, type Place } from '../hops'
import type { Onward, Passing } from './passing'

/** What it passes on, as an Allow value. */
export const ALLOWED_METHODS = 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, MESSAGE, REFER, SUBSCRIBE, NOTIFY'

/** Who watches what passes. None of it may throw, and SIP waits for none of it. */
export interface Watch {
  /** A request left; what the result is told, happens to it. Undefined: of no interest. */
  passed(request: SipRequest, session: string | undefined): Watched | undefined
  /** Whether one more session may be opened. */
  hasRoom(): boolean
}

/** A request that is watched. */
export interface Watched {
  /** A response went back; `session` is the one it belongs to. */
  answered(response: SipResponse, session: string | undefined): void
  /** The sender gave it up: CANCEL goes after it. */
  givenUp(): void
  /** It got no final response, or could not be sent. */
  failed(status: number): void
}

/** What a relay works with. */
export interface RelayOptions {
  readonly layer: TransactionLayer
  readonly passing: Passing
  readonly own: Place
  /** Where every request goes: the SIP/IP core. */
  readonly nextHop: Address
  /** Timer C: how long an INVITE may ring. RFC 3261 §16.6 step 11 */
  readonly timerCMs: number
  readonly watch: Watch
}

/** Passes on what the layer receives, both ways. */
export class Relay {
  readonly #o: RelayOptions

  constructor(o: RelayOptions) {
    this.#o = o
    o.layer.onRequest = (transaction, request) => this.#receive(transaction, request)
    o.layer.onAck = (ack) => this.#acknowledge(ack)
    // RFC 6026 §8.9 — a response without transaction is not passed on: its 2xx will come again, or its transaction is long over.
    o.layer.onStrayResponse = () => undefined
  }

  #receive(transaction: ServerTransaction, request: SipRequest): void {
    if (request.toTag === undefined && request.method === 'OPTIONS' && attempt(() => names(request.requestUri, this.#o.own)))
      return this.#answer(transaction, 200, undefined, [['Allow', ALLOWED_METHODS]]) // RFC 3261 §11 — asked of the element itself
    const opens = request.method === 'INVITE' && request.toTag === undefined
    if (opens && !this.#o.watch.hasRoom()) return this.#answer(transaction, 503, undefined, [['Retry-After', '30']])
    try {
      const onward = this.#o.passing.request(request)
      if (onward.passes) this.#pass(transaction, request, onward)
      else this.#answer(transaction, onward.status, onward.reason)
    } catch (error) {
      if (error instanceof SipParseError) return this.#answer(transaction, 400, error.what)
      throw error
    }
  }

  #pass(transaction: ServerTransaction, request: SipRequest, onward: Onward): void {
    const watched = this.#o.watch.passed(request, onward.session)
    let cancelled = false
    const ring = this.#ringing(request, () => client?.cancel())
    const fail = (status: number): void => {
      ring.over()
      onward.gaveUp()
      this.#ended(onward, status)
      watched?.failed(cancelled ? 487 : status)
      this.#giveUp(transaction, cancelled ? 487 : status)
    }
    const client = this.#send(onward.request, {
      response: (response) => {
        if (response.status === 100) return // RFC 3261 §16.7 step 5 — a 100 is for the next hop only.
        if (response.status < 200) ring.again()
        else ring.over()
        const back = onward.back(response)
        if (back === undefined) return
        transaction.respond(back.response)
        watched?.answered(response, back.session)
        if (response.status >= 200) this.#ended(onward, response.status)
      },
      timeout: () => fail(408),
      // RFC 3261 §16.7 step 6 — what counts as a 503 here is a 500 to whoever is before us.
      transportError: () => fail(500),
    })
    if (client === undefined) return fail(503)
    if (request.method !== 'INVITE') return
    transaction.onCancel = () => {
      cancelled = true
      client.cancel()
      watched?.givenUp()
    }
  }

  /** Undefined when there are too many transactions already. */
  #send(request: SipRequest, on: ClientEvents): ClientTransaction | undefined {
    try {
      return this.#o.layer.send(request, this.#o.nextHop, on)
    } catch (error) {
      if (error instanceof SipLimitError) return undefined
      throw error
    }
  }

  // RFC 3261 §15.1.1 — whatever the answer to a BYE, the session is over; but a challenged one (§22.2) comes again.
  #ended({ request, session }: Onward, status: number): void {
    if (request.method !== 'BYE' || session === undefined || status === 401 || status === 407) return
    this.#o.passing.over(session)
  }

  // RFC 3261 §16.8 — timer C starts anew with each 101–199; when it fires, the INVITE is cancelled.
  #ringing(request: SipRequest, tooLong: () => void): { readonly again: () => void; readonly over: () => void } {
    if (request.method !== 'INVITE') return { again: () => undefined, over: () => undefined }
    const { timers } = this.#o.layer
    let timer = timers.set(this.#o.timerCMs, tooLong)
    return {
      again: () => {
        timers.clear(timer)
        timer = timers.set(this.#o.timerCMs, tooLong)
      },
      over: () => timers.clear(timer),
    }
  }

  // RFC 4320 §4.2 — no 408 to anything but INVITE: whoever waits for it has given up by now.
  #giveUp(transaction: ServerTransaction, status: number): void {
    if (status === 408 && transaction.request.method !== 'INVITE') transaction.abandon()
    else if (transaction.isOpen) this.#answer(transaction, status)
  }

  #answer(
    transaction: ServerTransaction,
    status: number,
    reason?: string,
    headers: readonly (readonly [string, string])[] = [],
  ): void {
    const toTag = transaction.request.topVia?.params.get('branch')?.replace(/[^A-Za-z0-9]/g, '') ?? 'refused'
    transaction.respond(respond(transaction.request, status, reason, { toTag, headers }))
  }

  #acknowledge(ack: SipRequest): void {
    const { layer, passing, nextHop } = this.#o
    try {
      const onward = passing.ack(ack)
      if (onward) layer.sendStateless(layer.withVia(onward, nextHop), nextHop)
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
    }
  }
}

function attempt(read: () => boolean): boolean {
  try {
    return read()
  } catch (error) {
    if (error instanceof SipParseError) return false
    throw error
  }
}
