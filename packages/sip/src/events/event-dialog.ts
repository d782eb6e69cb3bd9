// A dialog that exists for subscriptions only: made by SUBSCRIBE, NOTIFY or REFER outside any other (RFC 6665 §4.4.1).
import type { Dialog, InDialogOptions } from '../dialogs/dialog'
import type { SipRequest, SipResponse } from '../message/message'
import type { ServerTransaction } from '../transactions/server-transaction'
import type { AgentContext, Respond } from '../user-agent/agent-context'
import { unsupportedIn } from '../user-agent/request-inspection'
import type { EventHome } from './event-home'
import { EventTable } from './event-table'

/** Such a dialog; it is forgotten with its last subscription. */
export class EventDialog implements EventHome {
  readonly dialog: Dialog
  readonly events = new EventTable()
  readonly #context: AgentContext

  constructor(context: AgentContext, dialog: Dialog) {
    this.#context = context
    this.dialog = dialog
    dialog.confirm()
    this.events.onEmpty = () => {
      dialog.terminate()
      context.dropEvents(this)
    }
    context.holdEvents(this)
  }

  ask(method: string, o: InDialogOptions, sent?: (request: SipRequest) => void): Promise<SipResponse> {
    const request = this.#context.named(this.dialog.request(method, o))
    return this.#context.transact(
      request,
      this.#context.hop(() => this.dialog.nextHop),
      {
        nextCseq: () => this.dialog.nextCseq(),
        ...(sent === undefined ? {} : { sent }),
        // RFC 6665 §4.1.2.2 — the 2xx to a SUBSCRIBE refreshes the target.
        success: (response) => this.dialog.refreshTarget(response),
      },
    )
  }

  /** A request that named this dialog. */
  receive(transaction: ServerTransaction, request: SipRequest): void {
    const isEvent = request.method === 'SUBSCRIBE' || request.method === 'NOTIFY'
    const answer = responderWithContact(this.#context, transaction)
    const respond: Respond = (status, reason, o) => {
      // RFC 6665 §4.1.2.2, §4.1.3 — both refresh the target; RFC 3261 §12.2.2 — what is refused changes nothing.
      if (isEvent && transaction.isOpen && status >= 200 && status < 300) this.dialog.refreshTarget(request)
      answer(status, reason, o)
    }
    // RFC 3261 §12.2.2 — a number below the last one is out of order.
    if (this.dialog.receive(request) === 'outOfOrder') return respond(500, 'CSeq Out Of Order')
    const badExtension = unsupportedIn(request, this.#context.supports)
    if (badExtension !== undefined) return respond(badExtension.status, undefined, { headers: badExtension.headers })
    if (this.events.receive(request, respond)) return
    // RFC 6665 §4.1.3, §4.2.1.2 — no subscription of that event lives in this dialog.
    if (isEvent) return respond(481)
    respond(request.method === 'OPTIONS' ? 200 : 405)
  }
}

/** Answers one transaction; 2xx to what makes or refreshes a dialog name our Contact (RFC 6665 §8.1.1, RFC 3515 §2.4.2). */
export function responderWithContact(context: AgentContext, transaction: ServerTransaction, toTag?: string): Respond {
  return (status, reason, o) => {
    if (!transaction.isOpen) return
    const { request } = transaction
    const wants = status >= 200 && status < 300 && request.method !== 'OPTIONS'
    const headers = [...(wants ? [['Contact', context.contact] as const] : []), ...(o?.headers ?? [])]
    transaction.respond(context.response(request, status, reason, { ...(toTag === undefined ? {} : { toTag }), ...o, headers }))
  }
}
