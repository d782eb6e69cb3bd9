// A dialog made by INVITE, with its session's life: ACK, requests both ways, BYE (RFC 3261 §12.2, §13, §14, §15).
import { credentialsOf } from '../digest/carried-credentials'
import { SipStateError } from '../errors'
import type { Dialog, InDialogOptions } from '../dialogs/dialog'
import type { EventHome } from '../events/event-home'
import { EventTable } from '../events/event-table'
import type { IncomingRefer } from '../events/incoming-refer'
import type { IncomingSubscribe } from '../events/incoming-subscribe'
import { referWithin, type OutgoingRefer } from '../events/outgoing-refer'
import type { ReferTerms } from '../events/refer-content'
import { subscribeWithin, type SubscribeTerms } from '../events/subscribe'
import type { Subscription } from '../events/subscription'
import type { ResponseOptions } from '../message/build'
import { nameKey, type HeaderList } from '../message/header-fields'
import type { SipRequest, SipResponse } from '../message/message'
import { statusOfUnserved } from '../message/methods'
import { prackHeaders, ReliableReception } from '../reliable-provisional/reliable-reception'
import type { ServerTransaction } from '../transactions/server-transaction'
import { hasDescription, Offers } from '../update/offers'
import { Acknowledgement } from './acknowledgement'
import type { AgentContext, Respond } from './agent-context'
import { serveEvent } from './event-requests'
import { promised } from './promised'
import { unsupportedIn } from './request-inspection'
import { SuccessRetransmission } from './success-retransmission'

const LINGER_MS = 180_000

/** One participant's side of a session. The user agent makes it and feeds it; its owner talks through it. */
export class InviteDialog implements EventHome {
  readonly dialog: Dialog
  /** The INVITE that made it. */
  readonly request: SipRequest
  /** An ACK to our 2xx; once for each INVITE. */
  onAck: ((ack: SipRequest) => void) | undefined
  /** The peer's BYE, before it is answered 200. Also when our own BYE crosses it. */
  onBye: ((bye: SipRequest) => void) | undefined
  /** A REFER in the dialog whose targets could be read; others are answered 400. Without it, REFER goes to onRequest. */
  onRefer: ((incoming: IncomingRefer) => void) | undefined
  /** A SUBSCRIBE in the dialog that is no refresh. Without it, SUBSCRIBE goes to onRequest. */
  onSubscribe: ((incoming: IncomingSubscribe) => void) | undefined
  /** Any other request in the dialog, re-INVITE included. Without it: re-INVITE 488, OPTIONS 200, NOTIFY 481, others 405 or 501. */
  onRequest: ((request: SipRequest, respond: Respond) => void) | undefined
  /** Our 2xx was never acknowledged; the BYE of RFC 3261 §13.3.1.4 is under way. */
  onNoAck: (() => void) | undefined
  /** Takes a PRACK; false when it acknowledges nothing: 481. Set by the invitation that rings reliably. */
  servePrack: ((prack: SipRequest) => boolean) | undefined
  /** The subscriptions that live in this dialog. */
  readonly events = new EventTable()
  readonly #context: AgentContext
  readonly #acknowledgement: Acknowledgement
  readonly #sent = new Map<string, Uint8Array>()
  readonly #offers = new Offers()
  readonly #reception = new ReliableReception()
  readonly #servedInvites = new Set<ServerTransaction>()
  #response: SipResponse | undefined
  #unacknowledged: SuccessRetransmission | undefined
  #afterAck: (() => void)[] = []
  #callsAgain = false
  #refersSent = 0
  #refersReceived = 0
  #hasLeft = false
  #byeReceived = false
  #ended = false
  #forget: () => void = () => undefined

  constructor(context: AgentContext, dialog: Dialog, request: SipRequest) {
    this.#context = context
    this.dialog = dialog
    this.request = request
    this.#offers.opened(request.fromTag === dialog.localTag ? 'us' : 'peer', request)
    this.#acknowledgement = new Acknowledgement(context, dialog)
  }

  /** The 2xx to the INVITE; undefined while the dialog is early. */
  get response(): SipResponse | undefined {
    return this.#response
  }

  /** Whether a BYE was sent or received, or the invitation failed. */
  get ended(): boolean {
    return this.#ended
  }

  /** The last request of each method, its bytes as sent, for deliberate repeats. */
  get lastSent(): ReadonlyMap<string, Uint8Array> {
    return this.#sent
  }

  /**
   * Ends the session; resolves with the response. While our 2xx is unacknowledged, the BYE waits for the ACK (RFC 3261 §15).
   * Rejects SipStateError when the dialog has ended already, SipTimeout, SipTransportError, SipClosed.
   */
  bye(headers?: HeaderList): Promise<SipResponse> {
    return promised(() => this.#leave({ headers }))
  }

  /**
   * Sends any request in the dialog, early or not; a re-INVITE's 2xx is acknowledged, the target follows that of an UPDATE.
   * Rejects like {@link bye}, and SipStateError for an UPDATE with an offer while another of ours is unanswered (RFC 3311 §5.1).
   */
  send(method: string, o: InDialogOptions = {}): Promise<SipResponse> {
    return promised(() => {
      if (method === 'BYE') return this.#leave(o)
      this.#mustBeAlive(method)
      if (method === 'INVITE') return this.#callAgain(o)
      return method === 'UPDATE' ? this.#update(o) : this.#transact(this.dialog.request(method, o))
    })
  }

  /** Refers the peer to a target or a list (RFC 3515); its progress comes by NOTIFY. Throws SipStateError, SipLimitError. */
  refer(o: ReferTerms): OutgoingRefer {
    this.#mustBeAlive('REFER')
    this.#refersSent += 1
    return referWithin(this.#context.clock, this, o, this.#refersSent === 1)
  }

  /** Subscribes within the dialog, to the roster of its conference say. Throws SipStateError, SipLimitError. */
  subscribe(o: SubscribeTerms): Subscription {
    this.#mustBeAlive('SUBSCRIBE')
    return subscribeWithin(this.#context.clock, this, o)
  }

  // ---- from its subscriptions

  /** Sends in the dialog, telling each form that goes out. */
  ask(method: string, o: InDialogOptions, sent?: (request: SipRequest) => void): Promise<SipResponse> {
    return promised(() => {
      if (!this.#isOfEvents(method)) this.#mustBeAlive(method)
      return this.#transact(this.dialog.request(method, o), undefined, sent)
    })
  }

  // ---- from the user agent

  /** The caller's INVITE as it went out. */
  noteSent(request: SipRequest): void {
    this.#sent.set(request.method, request.bytes)
  }

  /** A provisional response to the caller's INVITE: a reliable one that is new gets its PRACK (RFC 3262 §4). */
  acknowledgeReliable(response: SipResponse, prack: (response: SipResponse) => InDialogOptions | undefined): 'take' | 'drop' {
    const reception = this.#reception.receive(response)
    if (reception === 'unreliable') return 'take'
    if (reception !== 'fresh') return 'drop'
    if (hasDescription(response)) this.#offers.closed(this.request)
    const o = prack(response)
    if (o !== undefined) void this.send('PRACK', { ...o, headers: [...prackHeaders(response), ...(o.headers ?? [])] })
    return 'take'
  }

  /** A reliable provisional response with a session description answers the peer's offer (RFC 3262 §5). */
  describedReliably(): void {
    this.#offers.closed(this.request)
  }

  /** A 2xx to the caller's INVITE: confirms, acknowledges; a repeat is acknowledged again with the same bytes. */
  answered(response: SipResponse, ack?: (response: SipResponse) => InDialogOptions): void {
    if (this.#response === undefined) {
      this.#response = response
      this.#offers.closed(this.request)
      this.dialog.confirm(response)
    }
    this.#acknowledge(response, ack)
  }

  /** An INVITE the callee is serving: it is answered 487 if a BYE overtakes it (RFC 3261 §15.1.2). */
  serve(transaction: ServerTransaction): void {
    this.#servedInvites.add(transaction)
  }

  /** The callee's 2xx to the INVITE that made the dialog. */
  accept(transaction: ServerTransaction, response: SipResponse): void {
    this.#response = response
    this.#offers.closed(this.request)
    this.dialog.confirm()
    this.#confirmWith(transaction, response)
  }

  /** An ACK for this dialog. */
  receiveAck(ack: SipRequest): void {
    if (this.#unacknowledged === undefined || this.#unacknowledged.cseq !== ack.cseq?.number) return
    this.#unacknowledged.stop()
    this.#unacknowledged = undefined
    this.onAck?.(ack)
    this.#runWaiting()
  }

  /** A request that named this dialog. */
  receive(transaction: ServerTransaction, request: SipRequest): void {
    const respond: Respond = (status, reason, o) => this.#respond(transaction, status, reason, o)
    const isLate = this.#ended && (request.method !== 'BYE' || this.#byeReceived)
    if (isLate && !this.#isOfEvents(request.method)) return respond(481)
    // RFC 3261 §12.2.2 — a number below the last one is out of order.
    if (this.dialog.receive(request) === 'outOfOrder') return respond(500, 'CSeq Out Of Order')
    const badExtension = unsupportedIn(request, this.#context.supports)
    if (badExtension !== undefined) return respond(badExtension.status, undefined, { headers: badExtension.headers })
    if (isLate) return this.events.receive(request, respond) ? undefined : respond(481)
    if (request.method === 'BYE') return this.#receiveBye(request, respond)
    if (request.method === 'INVITE') return this.#receiveInvite(transaction, request, respond)
    if (request.method === 'PRACK' && this.servePrack !== undefined) return this.#receivePrack(request, respond)
    if (request.method === 'UPDATE') {
      const refusal = this.#offers.refusalOf(request)
      if (refusal !== undefined) return respond(refusal.status, undefined, { headers: refusal.headers })
      this.#offers.opened('peer', request)
    }
    if (this.events.receive(request, respond) || this.#serveEvent(request, respond)) return
    if (this.onRequest !== undefined) return this.onRequest(request, respond)
    // RFC 6665 §4.1.3 — a NOTIFY of no subscription of ours: 481.
    respond(request.method === 'OPTIONS' ? 200 : request.method === 'NOTIFY' ? 481 : statusOfUnserved(request.method))
  }

  /** The invitation failed or was refused: no session, nothing to wait for. */
  abandon(): void {
    this.#end()
    this.events.dialogEnded()
    this.#forget()
    this.#context.drop(this)
    this.#runWaiting()
  }

  #serveEvent(request: SipRequest, respond: Respond): boolean {
    if (request.method === 'REFER') this.#refersReceived += 1
    const isFirstRefer = this.#refersReceived === 1
    return serveEvent(this.#context, request, respond, this, { home: () => this, hasRoom: this.events.hasRoom, isFirstRefer })
  }

  // ---- ends

  #leave(o: InDialogOptions): Promise<SipResponse> {
    if (this.#hasLeft)
      throw new SipStateError(`bye() again on dialog ${this.dialog.callId}; its BYE was sent or waits for the ACK`)
    this.#mustBeAlive('BYE')
    this.#hasLeft = true
    // RFC 3261 §15 — the callee sends no BYE before the ACK, or before it has given up waiting for it.
    if (this.#unacknowledged === undefined) return this.#sendBye(o)
    return new Promise((resolve, reject) => {
      this.#afterAck.push(() => void promised(() => this.#sendBye(o)).then(resolve, reject))
    })
  }

  #sendBye(o: InDialogOptions): Promise<SipResponse> {
    this.#mustBeAlive('BYE')
    const bye = this.dialog.request('BYE', o)
    this.#end()
    return this.#transact(bye)
  }

  #receiveBye(bye: SipRequest, respond: Respond): void {
    this.#byeReceived = true
    this.onBye?.(bye)
    respond(200)
    this.#end()
    this.#runWaiting()
  }

  // The dialog stays findable for 64·T1: a BYE that crosses ours is answered 200, a repeated 2xx is acknowledged (RFC 5407 §3).
  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.dialog.terminate()
    this.#unacknowledged?.stop()
    this.#unacknowledged = undefined
    for (const transaction of this.#servedInvites) transaction.respond(this.#context.response(transaction.request, 487))
    this.#servedInvites.clear()
    // DEVIATES RFC 5057 §3: subscriptions end with the session they live in, because focus and participant let go by BYE;
    // but for those of a REFER, which tell how it went to one who has hung up.
    this.events.sessionEnded()
    this.#forget = this.#context.alarm(64 * this.#context.values.t1Ms, () => this.#linger())
  }

  // Kept for the REFERs that are still told about, and not for ever: three minutes more, as RFC 3261 §16.6 gives an INVITE.
  #linger(): void {
    if (this.events.size === 0) return this.#context.drop(this)
    this.#forget = this.#context.alarm(LINGER_MS, () => this.events.dialogEnded())
    this.events.onEmpty = (): void => {
      this.#forget()
      this.#context.drop(this)
    }
  }

  /** Whether a request of this method may belong to a subscription that is still there. */
  #isOfEvents(method: string): boolean {
    return this.events.size > 0 && (method === 'SUBSCRIBE' || method === 'NOTIFY')
  }

  // ---- INVITE within the dialog (RFC 3261 §14)

  #callAgain(o: InDialogOptions): Promise<SipResponse> {
    // RFC 3261 §14.1 — one INVITE at a time, in either direction.
    if (this.#callsAgain || this.#servedInvites.size > 0)
      throw new SipStateError('re-INVITE while another INVITE is pending (RFC 3261 §14.1)')
    this.#callsAgain = true
    const success = (response: SipResponse, sent: SipRequest): void => {
      this.dialog.refreshTarget(response)
      // RFC 3261 §22.1 — the ACK repeats the credentials of its INVITE.
      this.#acknowledge(response, () => ({ headers: credentialsOf(sent) }))
    }
    return this.#transact(this.dialog.request('INVITE', o), success).finally(() => (this.#callsAgain = false))
  }

  #update(o: InDialogOptions): Promise<SipResponse> {
    if (this.#offers.areOurs && (o.body?.length ?? 0) > 0)
      throw new SipStateError('UPDATE with an offer while another of ours is unanswered (RFC 3311 §5.1)')
    const update = this.dialog.request('UPDATE', o)
    return this.#transact(update, (response) => this.dialog.refreshTarget(response))
  }

  #receivePrack(prack: SipRequest, respond: Respond): void {
    // RFC 3262 §3 — 481 to a PRACK that matches no response under way, 2xx to the others.
    if (this.servePrack?.(prack) !== true) return respond(481)
    respond(200)
  }

  #receiveInvite(transaction: ServerTransaction, request: SipRequest, respond: Respond): void {
    // RFC 3261 §14.2 — 491 while our own INVITE is pending, 500 with Retry-After while the peer's is.
    if (this.#callsAgain) return respond(491)
    if (this.#servedInvites.size > 0) return respond(500, undefined, { headers: [['Retry-After', '5']] })
    this.serve(transaction)
    this.#offers.opened('peer', request)
    transaction.onCancel = () => respond(487)
    if (this.onRequest === undefined) return respond(488)
    this.onRequest(request, respond)
  }

  #confirmWith(transaction: ServerTransaction, response: SipResponse): void {
    this.#servedInvites.delete(transaction)
    this.#unacknowledged?.stop()
    this.#unacknowledged = new SuccessRetransmission(this.#context, transaction, response, () => {
      this.#unacknowledged = undefined
      if (this.#afterAck.length > 0) this.#runWaiting()
      else void this.bye()
      this.onNoAck?.()
    })
  }

  // ---- sending

  #acknowledge(response: SipResponse, options?: (response: SipResponse) => InDialogOptions): void {
    const ack = this.#acknowledgement.of(response, options)
    if (ack !== undefined) this.#sent.set('ACK', ack.bytes)
  }

  #respond(transaction: ServerTransaction, status: number, reason?: string, o: ResponseOptions = {}): void {
    if (!transaction.isOpen) return
    if (status >= 200) this.#offers.closed(transaction.request)
    if (status >= 200 && status < 300) this.dialog.accepted(transaction.request)
    const refreshes = ['INVITE', 'UPDATE', 'SUBSCRIBE'].includes(transaction.request.method) && status > 100 && status < 300
    const hasContact = o.headers?.some(([name]) => nameKey(name) === 'contact') === true
    const contact: HeaderList = refreshes && !hasContact ? [['Contact', this.#context.contact]] : []
    const options = { ...o, headers: [...contact, ...(o.headers ?? [])] }
    const response = this.#context.response(transaction.request, status, reason, options)
    if (transaction.request.method === 'INVITE' && status >= 200 && status < 300) return this.#confirmWith(transaction, response)
    if (status >= 200) this.#servedInvites.delete(transaction)
    transaction.respond(response)
  }

  // DEVIATES RFC 3261 §12.2.1.2: a 408 or 481 does not end the dialog by itself, because the owner sees it and decides.
  #transact(
    request: SipRequest,
    success: (response: SipResponse, sent: SipRequest) => void = () => undefined,
    told: (sent: SipRequest) => void = () => undefined,
  ): Promise<SipResponse> {
    const to = this.#context.hop(() => this.dialog.nextHop)
    let last = request
    return this.#context.transact(this.#context.named(request), to, {
      sent: (sent) => {
        this.#offers.opened('us', sent)
        this.noteSent(sent)
        last = sent
        told(sent)
      },
      success: (response) => success(response, last),
      settled: () => this.#offers.closed(last),
      nextCseq: () => this.dialog.nextCseq(),
    })
  }

  #runWaiting(): void {
    const waiting = this.#afterAck
    this.#afterAck = []
    for (const run of waiting) run()
  }

  #mustBeAlive(method: string): void {
    if (this.#ended) throw new SipStateError(`${method} on dialog ${this.dialog.callId}, which has ended`)
  }
}
