// The caller's ACK to a 2xx: made once for each INVITE, sent again, byte for byte, for every repeat (RFC 3261 §13.2.2.4).
import type { Dialog, InDialogOptions } from '../dialogs/dialog'
import { SipParseError } from '../errors'
import type { SipRequest, SipResponse } from '../message/message'
import type { Address } from '../transport/transport'
import type { AgentContext } from './agent-context'

/** The last ACK of a dialog. */
export class Acknowledgement {
  readonly #context: AgentContext
  readonly #dialog: Dialog
  #last: { readonly cseq: number; readonly ack: SipRequest; readonly to: Address } | undefined

  constructor(context: AgentContext, dialog: Dialog) {
    this.#context = context
    this.#dialog = dialog
  }

  /** Acknowledges a 2xx; a repeat of the last one gets the same bytes. Undefined when the 2xx leads nowhere or is older. */
  of(response: SipResponse, options: (response: SipResponse) => InDialogOptions = () => ({})): SipRequest | undefined {
    const cseq = response.cseq?.number ?? 0
    if (this.#last === undefined || cseq > this.#last.cseq) {
      const to = this.#destination()
      if (to === undefined) return undefined
      const ack = this.#context.named(this.#dialog.acknowledge(cseq, options(response)))
      this.#last = { cseq, ack: this.#context.layer.withVia(ack, to), to }
    }
    if (cseq !== this.#last.cseq) return undefined
    this.#context.layer.sendStateless(this.#last.ack, this.#last.to)
    return this.#last.ack
  }

  // A peer whose Contact and routes name no host cannot be acknowledged; its 2xx then ends by its own timer.
  #destination(): Address | undefined {
    try {
      return this.#context.hop(() => this.#dialog.nextHop)
    } catch (error) {
      if (error instanceof SipParseError) return undefined
      throw error
    }
  }
}
