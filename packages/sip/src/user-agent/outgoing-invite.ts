// An invitation we send: its provisional responses, its forks, its end (RFC 3261 §13.2, §9.1).
import { Dialog, type InDialogOptions } from '../dialogs/dialog'
import { credentialsOf } from '../digest/carried-credentials'
import type { DigestExchange } from '../digest/digest-client'
import { SipClosed, SipTimeout, SipTransportError } from '../errors'
import { buildRequest } from '../message/build'
import type { HeaderList } from '../message/header-fields'
import type { SipRequest, SipResponse } from '../message/message'
import type { ClientTransaction } from '../transactions/client-transaction'
import { nextHop } from '../uri/next-hop'
import type { Address } from '../transport/transport'
import type { AgentContext } from './agent-context'
import { InviteDialog } from './invite-dialog'
import { openingHeaders } from './opening-headers'
import { attempted } from './promised'

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
  /** Gives every fork that answers to onAnswered; otherwise those after the first are ended by BYE. */
  readonly keepForks?: boolean | undefined
  /** What the ACK to a 2xx carries, an SDP answer say. */
  readonly ack?: ((response: SipResponse) => InDialogOptions) | undefined
  /** Asks for reliable provisional responses (RFC 3262): offers 100rel in Supported, or demands it in Require. */
  readonly reliable?: 'supported' | 'required' | undefined
  /** What the PRACK to a reliable response carries; undefined: none is sent, for callers that are to fail so. */
  readonly prack?: ((response: SipResponse) => InDialogOptions | undefined) | undefined
  /** The INVITE to send after a refusal that can be mended, a 422 say; undefined: the refusal is final. Tried 4 times at most. */
  readonly retry?: ((request: SipRequest, response: SipResponse) => SipRequest | undefined) | undefined
}

// More forks than this come from a fault or an attack; they are not held.
const MAX_FORKS = 16
const MAX_RETRIES = 4

/** One INVITE under way. */
export class OutgoingInvite {
  readonly callId: string
  /** The first final response, whatever it says. Rejects SipTimeout, SipTransportError or SipClosed. */
  readonly final: Promise<SipResponse>
  /** Every provisional response, of reliable ones each once and in order, with its early dialog if it made one. */
  onProvisional: ((response: SipResponse, dialog?: InviteDialog) => void) | undefined
  /** The 2xx, after its ACK was sent; with keepForks, once for each fork. Not for one that is ended because of cancel(). */
  onAnswered: ((response: SipResponse, dialog: InviteDialog) => void) | undefined
  /** A 2xx of another fork, acknowledged, with its own dialog; its BYE follows when this returns. */
  onSurplus: ((response: SipResponse, dialog: InviteDialog) => void) | undefined
  readonly #context: AgentContext
  readonly #options: InviteOptions
  readonly #to: Address
  readonly #exchange: DigestExchange | undefined
  #transaction: ClientTransaction
  #retries = 0
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
      headers: [...openingHeaders(context, { ...o, method: 'INVITE', callId }), ...reliability(o)],
      body: o.body,
    })
    this.#to = context.hop(() => nextHop(request))
    this.#exchange = context.digest?.exchange()
    const named = context.named(request)
    this.#transaction = this.#send(context.digest?.dress(named) ?? named)
  }

  /** The INVITE as sent, with its Via. */
  get request(): SipRequest {
    return this.#transaction.request
  }

  /** The dialog of the first 2xx. */
  get dialog(): InviteDialog | undefined {
    return this.#dialog
  }

  /** Every dialog that responses made and that has not failed, early or not, one for each To tag. */
  get dialogs(): readonly InviteDialog[] {
    return [...this.#forks.values()]
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

  #send(request: SipRequest): ClientTransaction {
    const { uri } = this.#options
    return this.#context.layer.send(request, this.#to, {
      response: (response) => this.#receive(response),
      timeout: () => this.#failed(new SipTimeout(`no final response to INVITE ${uri} within 64·T1 (Call-ID ${this.callId})`)),
      transportError: (cause) =>
        this.#failed(
          cause instanceof SipClosed
            ? cause
            : new SipTransportError(`INVITE ${uri} could not be sent: ${cause.message}`, { cause }),
        ),
    })
  }

  #receive(response: SipResponse): void {
    if (response.status < 200) return this.#provisional(response)
    const again = response.status < 300 || this.#cancelled ? undefined : this.#mended(response)
    if (again !== undefined) {
      this.#abandonForks()
      return attempted(
        () => (this.#transaction = this.#send(again)),
        (error) => this.#failed(error),
      )
    }
    this.#isFinal = true
    if (response.status < 300) return this.#answered(response)
    this.#abandonForks()
    this.#settle.resolve(response)
  }

  // RFC 3261 §8.1.3.5 — a challenge is answered, and another refusal mended, by the same request with a new number.
  #mended(response: SipResponse): SipRequest | undefined {
    const answered = this.#exchange?.answer(this.request, response)
    if (answered !== undefined || this.#retries >= MAX_RETRIES) return answered
    const again = this.#options.retry?.(this.request, response)
    this.#retries += 1
    return again === undefined ? undefined : (this.#context.digest?.dress(again) ?? again)
  }

  #provisional(response: SipResponse): void {
    // RFC 3261 §12.1 — a 101–199 with a To tag makes an early dialog.
    const isEarly = response.status > 100 && response.toTag !== undefined
    const dialog = isEarly ? this.#fork(response) : undefined
    const { reliable, prack = () => ({}) } = this.#options
    // RFC 3262 §4 — only what was asked for is acknowledged; repeats and what came too early are dropped.
    if (reliable !== undefined && dialog?.acknowledgeReliable(response, prack) === 'drop') return
    this.onProvisional?.(response, dialog)
  }

  #answered(response: SipResponse): void {
    const dialog = this.#fork(response)
    if (dialog === undefined) return
    const isRepeat = dialog.response !== undefined
    // RFC 3261 §22.1 — the ACK repeats the credentials of its INVITE.
    const credentials = credentialsOf(this.request)
    dialog.answered(response, (success) => {
      const given = this.#options.ack?.(success)
      return { ...given, headers: [...credentials, ...(given?.headers ?? [])] }
    })
    if (isRepeat) return
    const isSurplus = this.#dialog !== undefined
    if (this.#dialog === undefined) {
      this.#dialog = dialog
      // RFC 3261 §13.2.2.4 — early dialogs that have not answered 64·T1 after the first 2xx never will.
      this.#context.alarm(64 * this.#context.values.t1Ms, () => this.#abandonForks())
    }
    this.#settle.resolve(response)
    // RFC 3261 §15 — a 2xx that crossed the CANCEL made a session; not wanting it means BYE.
    if (this.#cancelled && this.#options.keepAfterCancel !== true) return void dialog.bye()
    if (!isSurplus || this.#options.keepForks === true) return this.onAnswered?.(response, dialog)
    // RFC 3261 §13.2.2.4 — a dialog that is not wanted is acknowledged and then ended by BYE.
    this.onSurplus?.(response, dialog)
    if (!dialog.ended) void dialog.bye()
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

// RFC 3262 §4 — Supported offers, Require demands.
function reliability(o: InviteOptions): HeaderList {
  if (o.reliable === undefined) return []
  return [[o.reliable === 'required' ? 'Require' : 'Supported', '100rel']]
}
