// A client transaction as the user agent holds it: its machine, and the CANCEL that waits for a provisional response.
import { SipClosed, SipStateError } from '../errors'
import type { SipRequest, SipResponse } from '../message/message'
import type { Address } from '../transport/transport'
import { InviteClientMachine } from './invite-client'
import type { ClientPorts } from './machine'
import { NonInviteClientMachine } from './non-invite-client'

/** Whom a client transaction tells. */
export interface ClientEvents {
  /** Provisional and final responses, without retransmissions; for INVITE every 2xx (RFC 6026 §7.2). */
  response(response: SipResponse): void
  /** No final response within 64·T1. */
  timeout(): void
  transportError?(error: Error): void
}

type OwnPorts = Omit<ClientPorts, 'response' | 'timeout' | 'transportError'> & { readonly to: Address }

/** One request under way. */
export class ClientTransaction {
  /** The request as sent, with its Via. */
  readonly request: SipRequest
  /** Where it goes. */
  readonly to: Address
  readonly isReliable: boolean
  readonly #machine: InviteClientMachine | NonInviteClientMachine
  readonly #sendCancel: () => void
  readonly #events: ClientEvents
  #cancel: 'no' | 'wanted' | 'sent' = 'no'

  constructor(ports: OwnPorts, events: ClientEvents, sendCancel: () => void) {
    this.request = ports.request
    this.to = ports.to
    this.isReliable = ports.reliable
    this.#events = events
    this.#sendCancel = sendCancel
    const full: ClientPorts = {
      ...ports,
      response: (response) => {
        this.#cancelIfPossible()
        events.response(response)
      },
      timeout: () => events.timeout(),
      transportError: (error) => events.transportError?.(error),
    }
    this.#machine = ports.request.method === 'INVITE' ? new InviteClientMachine(full) : new NonInviteClientMachine(full)
  }

  /** State of the machine, as RFC 3261 §17 names it, lower case. */
  get state(): string {
    return this.#machine.state
  }

  /** Whether it has no final response yet. */
  get isPending(): boolean {
    return this.state === 'calling' || this.state === 'trying' || this.state === 'proceeding'
  }

  /** Sends the request; called once by the layer. */
  start(): void {
    this.#machine.start()
  }

  /** A response that matched. */
  receive(response: SipResponse): void {
    this.#machine.input({ kind: 'response', response })
  }

  /** The transport failed to carry something of this transaction. */
  transportFailed(error: Error): void {
    this.#machine.input({ kind: 'transportError', error })
  }

  /**
   * Cancels an INVITE: at once after a provisional response, otherwise as soon as one comes (RFC 3261 §9.1); without effect
   * after a final response. Throws {@link SipStateError} for other methods.
   */
  cancel(): void {
    if (this.request.method !== 'INVITE') {
      throw new SipStateError(`cancel() of a ${this.request.method}: only INVITE can be cancelled (RFC 3261 §9.1)`)
    }
    if (this.#cancel === 'no') this.#cancel = 'wanted'
    this.#cancelIfPossible()
  }

  /** Ends the transaction because the layer closes. */
  abandon(): void {
    const pending = this.isPending
    this.#machine.stop()
    if (pending) this.#events.transportError?.(new SipClosed(`closed while ${this.request.method} was pending`))
  }

  #cancelIfPossible(): void {
    if (this.#cancel !== 'wanted' || this.state !== 'proceeding') return
    this.#cancel = 'sent'
    this.#machine.input({ kind: 'cancelSent' })
    this.#sendCancel()
  }
}
