// An invitation we send: its provisional responses, its forks, its end (RFC 3261 §13.2, §9.1).
import { Dialog, type InDialogOptions } from '../dialogs/dialog'
import { SipClosed, SipTimeout, SipTransportError } from '../errors'
import { buildRequest } from '../message/build'
import type { SipRequest, SipResponse } from '../message/message'
import type { ClientTransaction } from '../transactions/client-transaction'
import { nextHop } from '../uri/next-hop'
import type { AgentContext } from './agent-context'
import { InviteDialog } from './invite-dialog'
import { openingHeaders } from './opening-headers'

/** What an invitation is made of. A header of `headers` replaces the agent's own of that name. */
export interface InviteOptions extends InDialogOptions {
  readonly uri: string
  /** A name-addr without tag. */
  readonly from: string
  readonly to: string
  /** Preloaded Route values, first hop first. */
  readonly route?: readonly string[] | undefined
  /** A Contact value other than the agent's. */
  readonly contact?: string | undefined
  readonly callId?: string | undefined
  /** Keeps a session whose 2xx crossed our CANCEL; otherwise it is ended by BYE at once. */
  readonly keepAfterCancel?: boolean | undefined
  /** What the ACK to a 2xx carries, an SDP answer say. */
  readonly ack?: ((response: SipResponse) => InDialogOptions) | undefined
}

// More forks than this come from a fault or an attack; they are not held.
const MAX_FORKS = 16

/** One INVITE under way. */
export class OutgoingInvite {
  readonly callId: string
  /** The first final response, whatever it says. Rejects SipTimeout, SipTransportError or SipClosed. */
  readonly final: Promise<SipResponse>
  /** Every provisional response. */
  onProvisional: ((response: SipResponse) => void) | undefined
  /** A 2xx, after its ACK was sent; once for each fork that answers. Not for one that is ended because of cancel(). */
  onAnswered: ((response: SipResponse, dialog: InviteDialog) => void) | undefined
  readonly #context: AgentContext
  readonly #options: InviteOptions
  readonly #transaction: ClientTransaction
  readonly #forks = new Map<string, InviteDialog>()
  #settle: { readonly resolve: (response: SipResponse) => void; readonly reject: (error: Error) => void }
  #dialog: InviteDialog | undefined
  #cancelled = false
  #isFinal = false

  constructor(context: AgentContext, o: InviteOptions, callId: string) {
    this.#context = context
    this.#options = o
    this.callId = callId
    this.#settle = { resolve: () => undefined, reject: () => undefined }
    this.final = new Promise((resolve, reject) => (this.#settle = { resolve, reject }))
    this.final.catch(() => undefined)
    const request = buildRequest({
      method: 'INVITE',
      uri: o.uri,
      headers: openingHeaders(context, { ...o, method: 'INVITE', callId }),
      body: o.body,
    })
    const to = context.hop(() => nextHop(request))
    this.#transaction = context.layer.send(context.named(request), to, {
      response: (response) => this.#receive(response),
      timeout: () => this.#failed(new SipTimeout(`no final response to INVITE ${o.uri} within 64·T1 (Call-ID ${callId})`)),
      transportError: (cause) =>
        this.#failed(
          cause instanceof SipClosed
            ? cause
            : new SipTransportError(`INVITE ${o.uri} could not be sent: ${cause.message}`, { cause }),
        ),
    })
  }

  /** The INVITE as sent, with its Via. */
  get request(): SipRequest {
    return this.#transaction.request
  }

  /** The dialog of the first 2xx. */
  get dialog(): InviteDialog | undefined {
    return this.#dialog
  }

  get cancelled(): boolean {
    return this.#cancelled
  }

  /** Cancels: at once, or when the first provisional response comes (RFC 3261 §9.1). Without effect after a final response. */
  cancel(): void {
    if (this.#isFinal) return
    this.#cancelled = true
    this.#transaction.cancel()
  }

  #receive(response: SipResponse): void {
    if (response.status < 200) return this.#provisional(response)
    this.#isFinal = true
    if (response.status < 300) return this.#answered(response)
    this.#abandonForks()
    this.#settle.resolve(response)
  }

  #provisional(response: SipResponse): void {
    // RFC 3261 §12.1 — a 101–199 with a To tag makes an early dialog.
    if (response.status > 100 && response.toTag !== undefined) this.#fork(response)
    this.onProvisional?.(response)
  }

  #answered(response: SipResponse): void {
    const dialog = this.#fork(response)
    if (dialog === undefined) return
    const isRepeat = dialog.response !== undefined
    dialog.answered(response, this.#options.ack)
    if (isRepeat) return
    if (this.#dialog === undefined) {
      this.#dialog = dialog
      // RFC 3261 §13.2.2.4 — early dialogs that have not answered 64·T1 after the first 2xx never will.
      this.#context.alarm(64 * this.#context.values.t1Ms, () => this.#abandonForks())
    }
    this.#settle.resolve(response)
    // RFC 3261 §15 — a 2xx that crossed the CANCEL made a session; not wanting it means BYE.
    if (this.#cancelled && this.#options.keepAfterCancel !== true) void dialog.bye()
    else this.onAnswered?.(response, dialog)
  }

  #fork(response: SipResponse): InviteDialog | undefined {
    const tag = response.toTag ?? ''
    const known = this.#forks.get(tag)
    if (known !== undefined || this.#forks.size >= MAX_FORKS) return known
    const dialog = Dialog.ofClient(this.request, response, this.request.header('Contact') ?? this.#context.contact)
    const made = new InviteDialog(this.#context, dialog, this.request)
    made.noteSent(this.request)
    this.#forks.set(tag, made)
    this.#context.hold(made)
    return made
  }

  #failed(error: Error): void {
    this.#isFinal = true
    this.#abandonForks()
    this.#settle.reject(error)
  }

  #abandonForks(): void {
    for (const [tag, dialog] of this.#forks) {
      if (dialog.response !== undefined) continue
      this.#forks.delete(tag)
      dialog.abandon()
    }
  }
}
