// A SUBSCRIBE or REFER outside any dialog, until its dialog is known: by the 2xx, or by the NOTIFY that overtakes it (RFC 6665 §4.4.1).
import { Dialog, type InDialogOptions } from '../dialogs/dialog'
import { SipLimitError } from '../errors'
import { buildRequest } from '../message/build'
import type { SipRequest, SipResponse } from '../message/message'
import type { ServerTransaction } from '../transactions/server-transaction'
import type { AgentContext } from '../user-agent/agent-context'
import { openingHeaders } from '../user-agent/opening-headers'
import { promised } from '../user-agent/promised'
import { nextHop } from '../uri/next-hop'
import { eventOf } from './event-headers'
import { EventDialog } from './event-dialog'
import type { EventUsage } from './event-table'

/** Whom the request goes to and comes from, outside any dialog. A header of `headers` replaces the agent's own of that name. */
export interface OutsideOptions extends InDialogOptions {
  readonly uri: string
  /** A name-addr without tag. */
  readonly from: string
  readonly to: string
  readonly callId?: string | undefined
  /** Preloaded Route values, first hop first. */
  readonly route?: readonly string[] | undefined
  readonly contact?: string | undefined
}

/** The opening request and, later, its dialog. */
export class OpeningEvent {
  readonly callId: string
  readonly localTag: string
  readonly #context: AgentContext
  readonly #request: SipRequest
  #usage: EventUsage | undefined
  #sent: SipRequest
  #home: EventDialog | undefined
  #isOver = false

  /** Throws SipLimitError when the agent holds too many dialogs, SipBuildError and SipParseError. */
  constructor(context: AgentContext, method: string, o: OutsideOptions & { readonly callId: string }) {
    if (!context.hasRoom())
      throw new SipLimitError('as many dialogs are held as the agent may hold; end some or raise maxDialogs')
    this.#context = context
    const built = buildRequest({ method, uri: o.uri, headers: openingHeaders(context, { ...o, method }), body: o.body })
    this.#request = context.named(built)
    this.#sent = this.#request
    this.callId = this.#request.callId ?? ''
    this.localTag = this.#request.fromTag ?? ''
    context.awaitNotify(this)
  }

  /** The dialog, once there is one. */
  get home(): EventDialog | undefined {
    return this.#home
  }

  /** Sends the request for a subscription. */
  send(usage: EventUsage, sent: (request: SipRequest) => void = () => undefined): Promise<SipResponse> {
    this.#usage = usage
    return promised(async () => {
      try {
        const response = await this.#context.transact(
          this.#request,
          this.#context.hop(() => nextHop(this.#request)),
          {
            sent: (request) => {
              this.#sent = request
              sent(request)
            },
            success: (success) => this.#settled(() => Dialog.ofClient(this.#sent, success, this.#contact)),
          },
        )
        if (response.status >= 300) this.over()
        return response
      } catch (error) {
        this.over()
        throw error
      }
    })
  }

  /** Whether a NOTIFY is one of this request's subscription. */
  takes(notify: SipRequest): boolean {
    const event = eventOf(notify)
    return event !== undefined && this.#usage?.matches(event) === true
  }

  /** A NOTIFY that names our tag, before any response did. */
  receiveNotify(transaction: ServerTransaction, notify: SipRequest): void {
    this.#settled(() => Dialog.ofNotify(this.#sent, notify, this.#contact))?.receive(transaction, notify)
  }

  /** No dialog is waited for any more. */
  over(): void {
    this.#isOver = true
    this.#context.forgetNotify(this)
  }

  // RFC 6665 §4.4.1 — the first one makes the dialog; NOTIFYs of other forks are answered 481.
  #settled(make: () => Dialog): EventDialog | undefined {
    const usage = this.#usage
    if (this.#isOver || usage === undefined) return undefined
    this.over()
    this.#home = new EventDialog(this.#context, make())
    this.#home.events.add(usage)
    return this.#home
  }

  get #contact(): string {
    return this.#request.header('Contact') ?? this.#context.contact
  }
}
