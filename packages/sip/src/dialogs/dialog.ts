// A dialog (RFC 3261 §12): the identifiers, numbers and routes that two user agents share.
import { SipParseError, SipStateError } from '../errors'
import { buildRequest, overriding } from '../message/build'
import type { HeaderList } from '../message/header-fields'
import type { SipMessage, SipRequest, SipResponse } from '../message/message'
import type { Address } from '../transport/transport'
import { parseNameAddr } from '../uri/name-addr'
import { addressOf, isLooseRoute } from '../uri/next-hop'
import { parseUri } from '../uri/sip-uri'
import { dialogId } from './dialog-id'

/** What a request within a dialog carries beside what the dialog knows. A given header replaces the dialog's. */
export interface InDialogOptions {
  readonly headers?: HeaderList | undefined
  readonly body?: Uint8Array | string | undefined
  readonly contentType?: string | undefined
}

/** States of a dialog (RFC 3261 §12). */
export type DialogState = 'early' | 'confirmed' | 'terminated'

interface Facts {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  readonly localParty: string
  readonly remoteParty: string
  readonly contact: string
  readonly target: string
  readonly routes: readonly string[]
  readonly localCseq: number
  readonly remoteCseq: number | undefined
}

// RFC 3261 §12.2 — INVITE and UPDATE refresh the target; RFC 3515 §2.4.2 and RFC 6665 §8.1.1 want Contact in theirs too.
const WITH_CONTACT = ['INVITE', 'UPDATE', 'REFER', 'SUBSCRIBE', 'NOTIFY']
const TARGET_REFRESH = ['INVITE', 'UPDATE']

/** One side of a dialog. It sends nothing; it makes requests and judges those that arrive. */
export class Dialog {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  readonly localUri: string
  readonly remoteUri: string
  /** Call-ID, local tag and remote tag in one key. */
  readonly id: string
  readonly #localParty: string
  readonly #remoteParty: string
  #contact: string
  #remoteTarget: string
  #routeSet: readonly string[]
  #localCseq: number
  #remoteCseq: number | undefined
  #state: DialogState = 'early'

  private constructor(facts: Facts) {
    this.callId = facts.callId
    this.localTag = facts.localTag
    this.remoteTag = facts.remoteTag
    this.id = dialogId(facts.callId, facts.localTag, facts.remoteTag)
    this.#localParty = facts.localParty
    this.#remoteParty = facts.remoteParty
    this.localUri = uriOf(facts.localParty)
    this.remoteUri = uriOf(facts.remoteParty)
    this.#contact = facts.contact
    this.#remoteTarget = facts.target
    this.#routeSet = facts.routes
    this.#localCseq = facts.localCseq
    this.#remoteCseq = facts.remoteCseq
  }

  /** RFC 3261 §12.1.2 — the caller's dialog, from its INVITE and a 101–299 response; `contact` goes into later requests. */
  static ofClient(request: SipRequest, response: SipResponse, contact: string): Dialog {
    const dialog = new Dialog({
      callId: request.callId ?? '',
      localTag: request.fromTag ?? '',
      remoteTag: response.toTag ?? '',
      localParty: request.header('From') ?? '',
      remoteParty: response.header('To') ?? '',
      contact,
      target: targetOf(response) ?? request.requestUri,
      // RFC 3261 §12.1.2 — the caller's route set is Record-Route in reverse.
      routes: [...response.list('Record-Route')].reverse(),
      localCseq: request.cseq?.number ?? 1,
      remoteCseq: undefined,
    })
    if (response.status >= 200) dialog.#state = 'confirmed'
    return dialog
  }

  /** RFC 3261 §12.1.1 — the callee's dialog, from the INVITE and the tag the callee gives itself. */
  static ofServer(request: SipRequest, localTag: string, contact: string): Dialog {
    return new Dialog({
      callId: request.callId ?? '',
      localTag,
      remoteTag: request.fromTag ?? '',
      localParty: `${request.header('To') ?? ''};tag=${localTag}`,
      remoteParty: request.header('From') ?? '',
      contact,
      target: targetOf(request) ?? uriOf(request.header('From') ?? ''),
      routes: request.list('Record-Route'),
      localCseq: 0,
      remoteCseq: request.cseq?.number,
    })
  }

  /** RFC 6665 §4.4.1 — the subscriber's dialog, from its request and the NOTIFY that names its tag. */
  static ofNotify(request: SipRequest, notify: SipRequest, contact: string): Dialog {
    return new Dialog({
      callId: request.callId ?? '',
      localTag: request.fromTag ?? '',
      remoteTag: notify.fromTag ?? '',
      localParty: request.header('From') ?? '',
      remoteParty: notify.header('From') ?? '',
      contact,
      target: targetOf(notify) ?? request.requestUri,
      // RFC 3261 §12.1.1 — it came as a request, so its Record-Route counts in the order it stands.
      routes: notify.list('Record-Route'),
      localCseq: request.cseq?.number ?? 1,
      remoteCseq: undefined,
    })
  }

  /** Where requests are meant to end: the peer's Contact. */
  get remoteTarget(): string {
    return this.#remoteTarget
  }

  /** Route values in the order they are written, as the proxies gave them. */
  get routeSet(): readonly string[] {
    return this.#routeSet
  }

  /** The last number used; 0 for a callee that has sent nothing. */
  get localCseq(): number {
    return this.#localCseq
  }

  get remoteCseq(): number | undefined {
    return this.#remoteCseq
  }

  get state(): DialogState {
    return this.#state
  }

  /** Where requests go first: the first route, else the target. Throws SipParseError when none names a host. */
  get nextHop(): Address {
    const first = this.#routeSet.map(uriOf).find(isSipUri)
    return addressOf(first ?? this.#remoteTarget)
  }

  /** Takes the next number, for a request of the dialog that is sent again with changes. */
  nextCseq(): number {
    this.#localCseq += 1
    return this.#localCseq
  }

  /** A request within the dialog, numbered one higher (RFC 3261 §12.2.1.1). Via is added when it is sent. */
  request(method: string, o: InDialogOptions = {}): SipRequest {
    if (method === 'ACK' || method === 'CANCEL')
      throw new SipStateError(`${method} takes the number of its INVITE: use acknowledge() or cancel()`)
    return this.#numbered(method, this.nextCseq(), o)
  }

  /** The ACK to a 2xx for the INVITE of this number (RFC 3261 §13.2.2.4). */
  acknowledge(inviteCseq: number, o: InDialogOptions = {}): SipRequest {
    return this.#numbered('ACK', inviteCseq, o)
  }

  /** RFC 3261 §13.2.2.4 — a 2xx confirms the caller's early dialog, and its Record-Route and Contact are the ones that count. */
  confirm(response?: SipResponse): void {
    if (this.#state === 'early') this.#state = 'confirmed'
    if (response === undefined) return
    this.#routeSet = [...response.list('Record-Route')].reverse()
    this.refreshTarget(response)
  }

  /** A request that matched: `outOfOrder` when its number is below the last one (RFC 3261 §12.2.2), else its number is taken. */
  receive(request: SipRequest): 'inOrder' | 'outOfOrder' {
    const number = request.cseq?.number ?? 0
    if (this.#remoteCseq !== undefined && number < this.#remoteCseq) return 'outOfOrder'
    this.#remoteCseq = number
    return 'inOrder'
  }

  /** It was answered 2xx: the Contact of an INVITE or UPDATE is the new target. One that is refused changes nothing (RFC 3261 §12.2.2). */
  accepted(request: SipRequest): void {
    if (TARGET_REFRESH.includes(request.method)) this.refreshTarget(request)
  }

  /** RFC 3261 §12.2.1.2 — the Contact of a target refresh, or of its 2xx, is the new target. */
  refreshTarget(message: SipMessage): void {
    this.#remoteTarget = targetOf(message) ?? this.#remoteTarget
  }

  /** Another Contact for the requests to come. */
  useContact(contact: string): void {
    this.#contact = contact
  }

  terminate(): void {
    this.#state = 'terminated'
  }

  #numbered(method: string, number: number, o: InDialogOptions): SipRequest {
    const first = this.#routeSet[0]
    const strict = first !== undefined && !isLooseRoute(first)
    // RFC 3261 §12.2.1.1 — a strict router at the front becomes the Request-URI, and the target ends the route.
    const uri = strict ? uriOf(first) : this.#remoteTarget
    const routes = strict ? [...this.#routeSet.slice(1), `<${this.#remoteTarget}>`] : this.#routeSet
    const headers: HeaderList = [
      ['Max-Forwards', '70'],
      ...routes.map((route) => ['Route', route] as const),
      ['From', this.#localParty],
      ['To', this.#remoteParty],
      ['Call-ID', this.callId],
      ['CSeq', `${number} ${method}`],
      ...(WITH_CONTACT.includes(method) ? [['Contact', this.#contact] as const] : []),
      ...(o.contentType === undefined ? [] : [['Content-Type', o.contentType] as const]),
    ]
    return buildRequest({ method, uri, headers: overriding(headers, o.headers), body: o.body })
  }
}

function targetOf(message: SipMessage): string | undefined {
  return message.contacts.map((contact) => contact.uri).find(isSipUri)
}

function isSipUri(uri: string): boolean {
  try {
    return parseUri(uri).host !== ''
  } catch (error) {
    if (error instanceof SipParseError) return false
    throw error
  }
}

// A header that cannot be read keeps the dialog usable: its text stands for the URI, and only sending by it fails.
function uriOf(party: string): string {
  try {
    return parseNameAddr(party).uri
  } catch (error) {
    if (error instanceof SipParseError) return party
    throw error
  }
}
