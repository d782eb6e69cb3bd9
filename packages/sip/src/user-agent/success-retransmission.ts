// The callee's 2xx to an INVITE, repeated until its ACK comes (RFC 3261 §13.3.1.4).
import type { SipResponse } from '../message/message'
import type { ServerTransaction } from '../transactions/server-transaction'
import type { AgentContext } from './agent-context'

/** One 2xx waiting for its ACK: sent at 0, T1, 3·T1, 7·T1 …, then every T2; given up after 64·T1. */
export class SuccessRetransmission {
  /** CSeq number of the INVITE, which the ACK repeats. */
  readonly cseq: number
  readonly #context: AgentContext
  readonly #transaction: ServerTransaction
  readonly #response: SipResponse
  #intervalMs: number
  #stopRepeating: () => void = () => undefined
  #stopWaiting: () => void = () => undefined

  constructor(context: AgentContext, transaction: ServerTransaction, response: SipResponse, gaveUp: () => void) {
    this.#context = context
    this.#transaction = transaction
    this.#response = response
    this.cseq = transaction.request.cseq?.number ?? 0
    this.#intervalMs = context.values.t1Ms
    this.#stopWaiting = context.alarm(64 * context.values.t1Ms, () => {
      this.#stopRepeating()
      gaveUp()
    })
    transaction.respond(response)
    this.#scheduleNext()
  }

  /** The ACK came, or the dialog ended. */
  stop(): void {
    this.#stopRepeating()
    this.#stopWaiting()
  }

  #scheduleNext(): void {
    this.#stopRepeating = this.#context.alarm(this.#intervalMs, () => {
      this.#transaction.respond(this.#response)
      this.#intervalMs = Math.min(2 * this.#intervalMs, this.#context.values.t2Ms)
      this.#scheduleNext()
    })
  }
}
