// The participating function as B2BUA (RFC 7092 §3.2): a dialog with the served user, another with the controlling function.
import { buildRequest, parseUri, respond, type SipMessage, type SipRequest, type SipResponse, type Timers } from '@ch1/sip'
import { ownContact, passedHeaders, tagged, written, type Pair, type Side } from './dialog-pair'
import { countedDown, names, type Place } from '../hops'
import type { Onward, Passing, Refused, Returned } from './passing'

/** What it works with. */
export interface B2buaOptions {
  readonly own: Place
  /** The Call-ID of the second dialog: that of the first, or a new one. */
  readonly callId: 'kept' | 'new'
  readonly newToken: () => string
  readonly timers: Timers
  /** How long a session that is over is still known, so that a BYE that crossed it is passed on: 64·T1. */
  readonly lingerMs: number
}

/** One To tag of the answering side: the session it makes, and the tag that we show for it on the other. */
interface Fork {
  readonly session: string
  readonly tag: string
  confirmed: boolean
}

const MOST_FORKS = 16
const MOST_FOCUSES = 20_000

/** Keeps two dialogs for each session and writes what comes in one for the other. */
export class B2buaPassing implements Passing {
  readonly #o: B2buaOptions
  /** By the dialog a request names: Call-ID, our tag, the peer's tag. */
  readonly #sides = new Map<
    string,
    { readonly pair: Pair; readonly here: Side; readonly there: Side; readonly session: string }
  >()
  readonly #pairs = new Map<string, Pair>()
  readonly #ends = new Map<string, unknown>()
  /** The URI of each focus that was shown as a Contact of ours, by its user part; the newest. */
  readonly #focuses = new Map<string, string>()

  constructor(o: B2buaOptions) {
    this.#o = o
  }

  /** How many sessions are known, early and ended ones included. */
  get size(): number {
    return this.#pairs.size
  }

  request(received: SipRequest): Onward | Refused {
    const counted = countedDown(received)
    if ('status' in counted) return { passes: false, status: counted.status }
    return received.toTag === undefined ? this.#opening(received, counted.hops) : this.#within(received, counted.hops)
  }

  ack(ack: SipRequest): SipRequest | undefined {
    const known = this.#known(ack)
    return known && written(ack, known.there, { own: this.#o.own, hops: 70 })
  }

  over(session: string): void {
    if (this.#ends.has(session) || !this.#pairs.has(session)) return
    this.#ends.set(
      session,
      this.#o.timers.set(this.#o.lingerMs, () => this.#forget(session)),
    )
  }

  close(): void {
    for (const timer of this.#ends.values()) this.#o.timers.clear(timer)
  }

  #opening(received: SipRequest, hops: number): Onward | Refused {
    const { own, newToken } = this.#o
    // A user who comes back calls the focus by the Contact that we showed for it.
    const uri = names(received.requestUri, own)
      ? this.#focuses.get(parseUri(received.requestUri).user ?? '')
      : received.requestUri
    if (uri === undefined) return { passes: false, status: 404 }
    const callId = this.#o.callId === 'kept' ? (received.callId ?? '') : newToken()
    const localTag = newToken()
    const [from = '', to = ''] = [received.header('From'), received.header('To')]
    const request = buildRequest({
      method: received.method,
      uri,
      headers: [
        ['Max-Forwards', String(hops)],
        ['From', tagged(from, localTag)],
        ['To', tagged(to, undefined)],
        ['Call-ID', callId],
        ['CSeq', received.header('CSeq') ?? ''],
        ...this.#shown(received),
        ...passedHeaders(received),
      ],
      body: received.body,
    })
    const forks = new Map<string, Fork>()
    return {
      passes: true,
      request,
      session: undefined,
      back: (response) => this.#answered(received, request, response, forks),
      gaveUp: () => [...forks.values()].forEach(({ session }) => this.#forget(session)),
    }
  }

  /** A response to what opens a dialog: each To tag of the other side makes a pair of its own. */
  #answered(received: SipRequest, sent: SipRequest, response: SipResponse, forks: Map<string, Fork>): Returned | undefined {
    const { toTag, status } = response
    const fork: Fork = forks.get(toTag ?? '') ?? { session: this.#o.newToken(), tag: this.#o.newToken(), confirmed: false }
    const makesDialog = toTag !== undefined && status > 100 && status < 300 && received.method === 'INVITE'
    if (makesDialog) {
      if (forks.size >= MOST_FORKS && !forks.has(toTag)) return undefined
      forks.set(toTag, fork)
      this.#pair(fork, received, sent, response)
    }
    // RFC 3261 §13.2.2.3, §13.2.2.4 — a refusal ends all early dialogs; a 2xx those that do not answer within 64·T1.
    if (status >= 300) for (const { session } of forks.values()) this.#forget(session)
    if (makesDialog && status >= 200) this.#confirm(fork, forks)
    const session = makesDialog ? fork.session : undefined
    return { session, response: this.#returned(received, response, fork.tag) }
  }

  #confirm(fork: Fork, forks: ReadonlyMap<string, Fork>): void {
    if (!fork.confirmed) this.#o.timers.clear(this.#ends.get(fork.session))
    if (!fork.confirmed) this.#ends.delete(fork.session)
    fork.confirmed = true
    for (const other of forks.values()) if (!other.confirmed) this.over(other.session)
  }

  #pair(fork: Fork, received: SipRequest, sent: SipRequest, response: SipResponse): void {
    const known = this.#pairs.get(fork.session)
    const [target] = response.contacts
    const routes = [...response.list('Record-Route')].reverse()
    if (known !== undefined) {
      // RFC 3261 §13.2.2.4 — the 2xx says the route set and the target for good.
      if (target !== undefined) known.answerer.target = target.uri
      known.answerer.routes = routes
      return
    }
    const [from = '', to = ''] = [received.header('From'), received.header('To')].map((value) => tagged(value ?? '', undefined))
    const opener: Side = {
      ...{ callId: received.callId ?? '', local: to, localTag: fork.tag, remote: from, remoteTag: received.fromTag ?? '' },
      ...{ target: received.contacts[0]?.uri ?? received.requestUri, routes: received.list('Record-Route') },
    }
    const answerer: Side = {
      ...{ callId: sent.callId ?? '', local: from, localTag: sent.fromTag ?? '', remote: to, remoteTag: response.toTag ?? '' },
      ...{ target: target?.uri ?? sent.requestUri, routes },
    }
    const pair: Pair = { opener, answerer }
    this.#pairs.set(fork.session, pair)
    this.#sides.set(keyOf(opener), { pair, here: opener, there: answerer, session: fork.session })
    this.#sides.set(keyOf(answerer), { pair, here: answerer, there: opener, session: fork.session })
  }

  #within(received: SipRequest, hops: number): Onward | Refused {
    const known = this.#known(received)
    // RFC 3261 §12.2.2 — a dialog that is not known, or not any more.
    if (known === undefined) return { passes: false, status: 481 }
    const { here, there, session } = known
    refreshed(here, received)
    return {
      passes: true,
      session,
      request: written(received, there, { own: this.#o.own, hops }),
      back: (response) => {
        if (response.status < 300) refreshed(there, response)
        return { session, response: this.#returned(received, response, here.localTag) }
      },
      gaveUp: () => undefined,
    }
  }

  /** The response in the words of the dialog its request came in. */
  #returned(received: SipRequest, response: SipResponse, localTag: string): SipResponse {
    // RFC 3261 §8.3 — the Contacts of a redirection are its content, not the sender's place.
    const contacts =
      response.status < 300 ? this.#shown(response) : response.all('Contact').map((value) => ['Contact', value] as const)
    return respond(received, response.status, response.reason, {
      ...(response.status > 100 && { toTag: localTag }),
      headers: [...contacts, ...passedHeaders(response)],
      body: response.body,
    })
  }

  #shown(message: SipMessage): readonly (readonly [string, string])[] {
    const focus = message.contacts.find(({ params }) => params.has('isfocus'))?.uri
    const user = focus === undefined ? undefined : parseUri(focus).user
    if (focus !== undefined && user !== undefined) {
      this.#focuses.delete(user)
      this.#focuses.set(user, focus)
      const [oldest] = this.#focuses.keys()
      if (this.#focuses.size > MOST_FOCUSES && oldest !== undefined) this.#focuses.delete(oldest)
    }
    return ownContact(message, this.#o.own)
  }

  #known({ callId, toTag, fromTag }: SipRequest) {
    return this.#sides.get(keyOf({ callId: callId ?? '', localTag: toTag ?? '', remoteTag: fromTag ?? '' }))
  }

  #forget(session: string): void {
    const pair = this.#pairs.get(session)
    this.#pairs.delete(session)
    this.#ends.delete(session)
    if (pair) for (const side of [pair.opener, pair.answerer]) this.#sides.delete(keyOf(side))
  }
}

// RFC 3261 §12.2.1.2, RFC 3311 §5.1 — INVITE and UPDATE within a dialog, and their 2xx, may move the target.
function refreshed(side: Side, message: SipRequest | SipResponse): void {
  const method = message.kind === 'request' ? message.method : message.cseq?.method
  const [contact] = message.contacts
  if (contact !== undefined && (method === 'INVITE' || method === 'UPDATE')) side.target = contact.uri
}

function keyOf({ callId, localTag, remoteTag }: Pick<Side, 'callId' | 'localTag' | 'remoteTag'>): string {
  return JSON.stringify([callId, localTag, remoteTag])
}
