// An invitation that reached us: ringing, accepting, refusing, being cancelled (RFC 3261 §13.3).
import { Dialog, type InDialogOptions } from '../dialogs/dialog'
import { SipStateError } from '../errors'
import { knowsReliable } from '../reliable-provisional/reliable-headers'
import { ReliableRinging } from '../reliable-provisional/reliable-ringing'
import type { ResponseOptions } from '../message/build'
import type { HeaderList } from '../message/header-fields'
import type { SipRequest, SipResponse } from '../message/message'
import type { ServerTransaction } from '../transactions/server-transaction'
import type { Address } from '../transport/transport'
import type { AgentContext } from './agent-context'
import { InviteDialog } from './invite-dialog'
import { promised } from './promised'

/** One INVITE waiting for our answer. */
export class IncomingInvite {
  readonly request: SipRequest
  readonly from: Address
  /** It was cancelled, or overtaken by its caller's BYE; 487 was sent. */
  onCancel: (() => void) | undefined
  readonly #context: AgentContext
  readonly #transaction: ServerTransaction
  readonly #localTag: string
  readonly #dialog: InviteDialog
  #contact: string
  #lastResponse: Uint8Array | undefined
  #reliable: ReliableRinging | undefined

  constructor(context: AgentContext, transaction: ServerTransaction) {
    this.#context = context
    this.#transaction = transaction
    this.request = transaction.request
    this.from = transaction.from
    this.#localTag = context.newTag()
    this.#contact = context.contact
    const dialog = Dialog.ofServer(this.request, this.#localTag, context.contact)
    this.#dialog = new InviteDialog(context, dialog, this.request)
    this.#dialog.onBye = () => this.#gaveUp()
    context.hold(this.#dialog)
    transaction.onCancel = () => this.#gaveUp()
  }

  /** Whether a final response was sent, ours or the 487 of a cancellation. */
  get answered(): boolean {
    return !this.#transaction.isOpen
  }

  /** The dialog, early until the invitation is accepted: for requests within it, UPDATE say, both ways. */
  get dialog(): InviteDialog {
    return this.#dialog
  }

  /** The last response, its bytes as sent, for deliberate repeats. */
  get lastResponse(): Uint8Array | undefined {
    return this.#lastResponse
  }

  /** Sends a provisional response, 180 unless told otherwise. Throws SipStateError once answered. */
  ring(status = 180, o: InDialogOptions = {}): void {
    this.#mustBeOpen(`ring(${status})`)
    this.#transaction.respond(this.#made(status, undefined, { ...o, headers: this.#withContact(o.headers) }))
  }

  /**
   * Sends a provisional response reliably (RFC 3262 §3), 183 unless told otherwise, after those before it were acknowledged;
   * repeated at T1, 3·T1, 7·T1 … Resolves with its PRACK. Without one the INVITE is refused 504 after 64·T1 and it rejects
   * SipTimeout. Rejects SipStateError once answered, when the caller does not know 100rel, or when a final response overtakes it.
   */
  ringReliably(status = 183, o: InDialogOptions = {}): Promise<SipRequest> {
    return promised(() => {
      this.#mustBeOpen(`ringReliably(${status})`)
      if (!knowsReliable(this.request))
        throw new SipStateError(`ringReliably(${status}): the INVITE does not name 100rel (RFC 3262 §3); use ring()`)
      if (status <= 100 || status >= 200)
        throw new SipStateError(`ringReliably(${status}): only 101–199 can be reliable (RFC 3262 §3)`)
      this.#reliable ??= this.#reliably()
      return this.#reliable.ring(status, o)
    })
  }

  /**
   * Accepts with a 200, repeated at T1, 3·T1 … until its ACK; without one, a BYE follows after 64·T1 and `onNoAck` is told.
   * Throws SipStateError once answered.
   */
  accept(o: InDialogOptions & { readonly contact?: string | undefined } = {}): InviteDialog {
    this.#mustBeOpen('accept()')
    // RFC 3262 §3 — no 2xx while a reliable response with a session description is not acknowledged.
    if (this.#reliable?.holdsDescription === true)
      throw new SipStateError('accept() before the PRACK to a session description (RFC 3262 §3); await ringReliably() first')
    this.#reliable?.finish()
    if (o.contact !== undefined) {
      this.#contact = o.contact
      this.#dialog.dialog.useContact(o.contact)
    }
    const headers: HeaderList = [...this.#withContact(o.headers), ['Allow', this.#context.allow]]
    this.#dialog.onBye = undefined
    this.#dialog.accept(this.#transaction, this.#made(200, undefined, { body: o.body, contentType: o.contentType, headers }))
    return this.#dialog
  }

  /** Refuses with a 300–699. Throws SipStateError once answered. */
  refuse(status: number, o: { readonly reason?: string | undefined; readonly headers?: HeaderList | undefined } = {}): void {
    this.#mustBeOpen(`refuse(${status})`)
    if (status < 300) throw new SipStateError(`refuse(${status}): a refusal is 300–699; use ring() or accept()`)
    this.#transaction.respond(this.#made(status, o.reason, { headers: o.headers }))
    this.#reliable?.abandon(new SipStateError(`the invitation was refused ${status}`))
    this.#dialog.abandon()
  }

  // RFC 3261 §9.2, §15.1.2 — the INVITE of a CANCEL or of an early BYE is answered 487.
  #gaveUp(): void {
    if (!this.#transaction.isOpen) return
    this.#transaction.respond(this.#made(487))
    this.#reliable?.abandon(new SipStateError('the invitation was cancelled'))
    this.#dialog.abandon()
    this.onCancel?.()
  }

  #reliably(): ReliableRinging {
    const reliable = new ReliableRinging({
      invite: this.request,
      t1Ms: this.#context.values.t1Ms,
      send: (status, o) => {
        if (this.answered) return
        if ((o.body?.length ?? 0) > 0) this.#dialog.describedReliably()
        this.ring(status, o)
      },
      alarm: (ms, fire) => this.#context.alarm(ms, fire),
      gaveUp: () => {
        if (!this.answered) this.refuse(504)
      },
    })
    this.#dialog.servePrack = (prack) => reliable.acknowledge(prack)
    return reliable
  }

  #made(status: number, reason?: string, o: ResponseOptions = {}): SipResponse {
    const response = this.#context.response(this.request, status, reason, { ...o, toTag: this.#localTag })
    this.#lastResponse = response.bytes
    return response
  }

  #withContact(headers: HeaderList = []): HeaderList {
    return headers.some(([name]) => /^(m|contact)$/i.test(name)) ? headers : [['Contact', this.#contact], ...headers]
  }

  #mustBeOpen(what: string): void {
    if (this.answered)
      throw new SipStateError(`${what} on an invitation that was answered or cancelled (Call-ID ${this.request.callId ?? ''})`)
  }
}
