// A server transaction as the user agent holds it: its machine, and what a CANCEL does to it.
import { respond } from '../message/build'
import type { SipRequest, SipResponse } from '../message/message'
import type { Address } from '../transport/transport'
import { InviteServerMachine } from './invite-server'
import type { ServerPorts } from './machine'
import { NonInviteServerMachine } from './non-invite-server'

/** One request being served. */
export class ServerTransaction {
  /** The request as received; only `received` and `rport` of its top Via may have been filled in. */
  readonly request: SipRequest
  readonly from: Address
  /** A CANCEL for this INVITE came and was answered 200; whoever serves the INVITE answers it 487 (RFC 3261 §9.2). */
  onCancel: (() => void) | undefined
  readonly #machine: InviteServerMachine | NonInviteServerMachine
  #toTag: string | undefined

  constructor(request: SipRequest, from: Address, ports: ServerPorts) {
    this.request = request
    this.from = from
    const trying = (): SipResponse => respond(request, 100)
    this.#machine =
      request.method === 'INVITE' ? new InviteServerMachine({ ...ports, trying }) : new NonInviteServerMachine(ports)
  }

  /** State of the machine, as RFC 3261 §17 names it, lower case. */
  get state(): string {
    return this.#machine.state
  }

  /** The To tag of the last response that had one. */
  get toTag(): string | undefined {
    return this.#toTag
  }

  /** Whether a final response can still be given. */
  get isOpen(): boolean {
    return this.state === 'proceeding' || this.state === 'trying'
  }

  /** Sends a response. After a final one, others are dropped (RFC 3261 §17.2.1), but for repeats of a 2xx to INVITE. */
  respond(response: SipResponse): void {
    this.#toTag = response.toTag ?? this.#toTag
    this.#machine.input({ kind: 'respond', response })
  }

  /** The same request again, an ACK, or a failure to send: from the layer. */
  receive(kind: 'retransmission' | 'ack' | 'transportError'): void {
    this.#machine.input({ kind })
  }

  /** Ends the transaction because the layer closes. */
  abandon(): void {
    this.#machine.stop()
  }
}
