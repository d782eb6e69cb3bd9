// The transaction layer (RFC 3261 §17, §18): finds or makes the transaction of every message between a transport and a user agent.
import { SipLimitError, SipParseError, SipStateError } from '../errors'
import { respond } from '../message/build'
import type { SipMessage, SipRequest, SipResponse } from '../message/message'
import { parseMessage } from '../message/parse'
import { canonicalHost } from '../transport/hosts'
import { responseAddress, withSource } from '../transport/response-address'
import type { Address, Carrier, SipTransport } from '../transport/transport'
import { randomToken } from '../tokens'
import { refusalOf, refusalOfUnreadable, refuse, strangenessOf } from './admission'
import { ClientTransaction, type ClientEvents } from './client-transaction'
import { cancelFor } from './derived-requests'
import { clientKey, clientKeyOf, serverKey } from './matching'
import { ServerTransaction } from './server-transaction'
import { DEFAULT_TIMER_VALUES, systemTimers, type Timers, type TimerValues } from './timers'

const DEFAULT_MAX_TRANSACTIONS = 20_000

/** What a transaction layer is made of. */
export interface TransactionLayerOptions {
  readonly transport: SipTransport
  readonly timers?: Timers | undefined
  readonly values?: Partial<TimerValues> | undefined
  /** Whole branches, magic cookie included. */
  readonly newBranch?: (() => string) | undefined
  /** Client and server transactions together; beyond, requests are answered 503 and `send` throws SipLimitError. */
  readonly maxTransactions?: number | undefined
  /** The owner is a proxy: below its own Via, a response keeps those of whoever sent the request before (RFC 3261 §16.7). */
  readonly forwards?: boolean | undefined
  /** Datagrams or bytes of a stream that are no SIP, or responses that are none of ours. */
  readonly onGarbage?: ((bytes: Uint8Array, why: SipParseError, from: Address) => void) | undefined
  /** Errors thrown by the user agent's callbacks; without it they surface as uncaught exceptions. */
  readonly onFault?: ((error: unknown) => void) | undefined
}

/** Transactions over one transport. Incoming bytes never make it throw. */
export class TransactionLayer {
  readonly transport: SipTransport
  readonly timers: Timers
  readonly values: TimerValues
  /** A new server transaction; neither ACK nor CANCEL nor retransmissions. */
  onRequest: (tx: ServerTransaction, request: SipRequest, from: Address) => void = (tx, request) =>
    tx.respond(refuse(request, 501))
  /** An ACK to a 2xx, or one that belongs to nothing. */
  onAck: (ack: SipRequest, from: Address) => void = () => undefined
  /** A response without transaction, e.g. a 2xx repeated after its transaction ended. */
  onStrayResponse: (response: SipResponse, from: Address) => void = () => undefined
  readonly #options: TransactionLayerOptions
  readonly #clients = new Map<string, ClientTransaction>()
  readonly #servers = new Map<string, ServerTransaction>()

  constructor(o: TransactionLayerOptions) {
    this.#options = o
    this.transport = o.transport
    this.timers = o.timers ?? systemTimers
    this.values = { ...DEFAULT_TIMER_VALUES, ...o.values }
    o.transport.onMessage = (bytes, from) => this.#receive(bytes, from)
    o.transport.onGarbage = (bytes, why, from) => this.#guard(() => o.onGarbage?.(bytes, why, from))
    o.transport.onLost = (to, why) => this.#lost(to, why)
  }

  /** How many transactions are held. */
  get size(): number {
    return this.#clients.size + this.#servers.size
  }

  /** Sends a request in a new client transaction, with a new top Via. Throws {@link SipLimitError} when the table is full. */
  send(request: SipRequest, to: Address, on: ClientEvents): ClientTransaction {
    if (request.method === 'ACK') throw new SipStateError('an ACK has no client transaction (RFC 3261 §17): use sendStateless()')
    if (this.#isFull())
      throw new SipLimitError(
        `${this.size} transactions are under way, which is the limit; let some end or raise maxTransactions`,
      )
    const [routed, carrier] = this.#routed(request, to)
    return this.#start(routed, carrier === this.transport ? to : by(carrier, to), carrier.reliable, on)
  }

  /**
   * The request with a fresh top Via, as `send` to this address would put it; for requests outside transactions, such as the
   * ACK to a 2xx.
   */
  withVia(request: SipRequest, to?: Address): SipRequest {
    return this.#routed(request, to)[0]
  }

  /** Sends a message as it is, outside transactions, a request by the transport its Via names. Failures are not told. */
  sendStateless(message: SipMessage, to: Address): void {
    const named = message.kind === 'request' ? message.topVia?.transport : undefined
    const carrier = this.transport.carriers?.find(({ sentBy }) => sentBy.transport === named)
    this.#transmit(message, carrier === undefined ? to : by(carrier, to), () => undefined)
  }

  /** Ends all transactions (pending requests get SipClosed as their transport error) and closes the transport. */
  async close(): Promise<void> {
    const transactions = [...this.#clients.values(), ...this.#servers.values()]
    this.#clients.clear()
    this.#servers.clear()
    this.transport.onMessage = () => undefined
    for (const transaction of transactions) transaction.abandon()
    await this.transport.close()
  }

  // RFC 3261 §18.1.1 — the Via tells the transport that is used, which may follow from the size of the request with that Via.
  #routed(request: SipRequest, to: Address | undefined): readonly [SipRequest, Carrier] {
    const { transport } = this
    const branch = this.#options.newBranch?.() ?? `z9hG4bK${randomToken()}`
    const over = ({ sentBy }: Carrier): SipRequest =>
      request.prepend('Via', `SIP/2.0/${sentBy.transport} ${sentBy.host}:${sentBy.port};branch=${branch}`)
    const plain = over(transport)
    const carrier = (to === undefined ? undefined : transport.carrierFor?.(to, plain.bytes.length)) ?? transport
    return [carrier.sentBy === transport.sentBy ? plain : over(carrier), carrier]
  }

  // RFC 3261 §8.1.3.1, §18.4 — a broken connection fails, like a 503, what still waits for an answer over it.
  #lost(to: Address, why: Error): void {
    const isThere = (client: Address): boolean =>
      client.port === to.port &&
      (this.transport.carriers === undefined || client.transport === to.transport) &&
      canonicalHost(client.host) === canonicalHost(to.host)
    for (const client of [...this.#clients.values()]) {
      if (client.isReliable && client.isPending && isThere(client.to)) client.transportFailed(why)
    }
  }

  #start(request: SipRequest, to: Address, reliable: boolean, on: ClientEvents): ClientTransaction {
    const key = clientKey(request.topVia?.params.get('branch') ?? '', request.method)
    const transaction: ClientTransaction = new ClientTransaction(
      {
        ...{ request, to, reliable },
        timers: this.timers,
        values: this.values,
        send: (message) => this.#transmit(message, to, (error) => transaction.transportFailed(error)),
        ended: () => this.#clients.delete(key),
      },
      this.#guardedEvents(on),
      () => this.#start(cancelFor(request), to, reliable, { response: () => undefined, timeout: () => undefined }),
    )
    this.#clients.set(key, transaction)
    transaction.start()
    return transaction
  }

  #receive(bytes: Uint8Array, from: Address): void {
    // RFC 5626 §4.4.1 — datagrams of line breaks only keep bindings alive.
    if (bytes.every((byte) => byte === 13 || byte === 10)) return
    try {
      const message = parseMessage(bytes)
      if (message.kind === 'response') this.#receiveResponse(message, from)
      else this.#receiveRequest(message, from)
    } catch (error) {
      if (error instanceof SipParseError) this.#receiveGarbage(bytes, error, from)
      else this.#fault(error)
    }
  }

  // RFC 3261 §18.3 — what cannot be read is answered 400 when it was a request, and dropped when it was not.
  #receiveGarbage(bytes: Uint8Array, why: SipParseError, from: Address): void {
    this.#guard(() => this.#options.onGarbage?.(bytes, why, from))
    const refusal = refusalOfUnreadable(bytes, why, from)
    if (refusal !== undefined) this.sendStateless(...refusal)
  }

  #receiveResponse(response: SipResponse, from: Address): void {
    const strangeness = strangenessOf(response, this.transport.carriers ?? [this.transport], this.#options.forwards)
    if (strangeness !== undefined) throw strangeness
    const transaction = this.#clients.get(clientKeyOf(response) ?? '')
    if (transaction !== undefined) transaction.receive(response)
    else this.#guard(() => this.onStrayResponse(response, from))
  }

  #receiveRequest(received: SipRequest, from: Address): void {
    const via = received.topVia
    // RFC 3261 §8.1.1.7 — without a Via nobody knows where the response should go.
    if (via === undefined)
      throw new SipParseError('a request without a readable Via', {
        offset: 0,
        clause: 'RFC 3261 §8.1.1.7',
        near: received.startLine,
      })
    const request = withSource(received, via, from)
    const known = this.#servers.get(serverKey(request))
    if (request.method === 'ACK') return this.#receiveAck(request, known, from)
    if (known !== undefined) return known.receive('retransmission')
    const refusal = refusalOf(request) ?? (this.#isFull() ? refuse(request, 503) : undefined)
    if (refusal !== undefined) return this.sendStateless(refusal, responseAddress(via, from))
    const transaction = this.#serve(request, from, responseAddress(via, from))
    if (request.method === 'CANCEL') return this.#receiveCancel(transaction)
    this.#guard(
      () => this.onRequest(transaction, request, from),
      () => transaction.isOpen && transaction.respond(refuse(request, 500)),
    )
  }

  #serve(request: SipRequest, from: Address, to: Address): ServerTransaction {
    const key = serverKey(request)
    const transaction: ServerTransaction = new ServerTransaction(request, from, {
      reliable: (this.transport.carrierFor?.(from, 0) ?? this.transport).reliable,
      timers: this.timers,
      values: this.values,
      send: (response) => this.#transmit(response, to, () => transaction.receive('transportError')),
      ended: () => this.#servers.delete(key),
    })
    this.#servers.set(key, transaction)
    return transaction
  }

  #receiveAck(ack: SipRequest, transaction: ServerTransaction | undefined, from: Address): void {
    // RFC 6026 §7.1 — an ACK that reaches an accepted transaction, as some clients send it, belongs to the user agent.
    if (transaction !== undefined && transaction.state !== 'accepted') return transaction.receive('ack')
    this.#guard(() => this.onAck(ack, from))
  }

  // RFC 3261 §9.2 — a CANCEL is answered for itself; it changes an INVITE only before its final response.
  #receiveCancel(cancel: ServerTransaction): void {
    const invite = this.#servers.get(serverKey(cancel.request, 'INVITE'))
    if (invite === undefined) return cancel.respond(refuse(cancel.request, 481))
    const pending = invite.isOpen
    cancel.respond(
      invite.toTag === undefined ? refuse(cancel.request, 200) : respond(cancel.request, 200, 'OK', { toTag: invite.toTag }),
    )
    if (pending) this.#guard(() => invite.onCancel?.())
  }

  #transmit(message: SipMessage, to: Address, failed: (error: Error) => void): void {
    try {
      this.transport.send(message.bytes, to, failed)
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #guardedEvents(on: ClientEvents): ClientEvents {
    return {
      response: (response) => this.#guard(() => on.response(response)),
      timeout: () => this.#guard(() => on.timeout()),
      transportError: (error) => this.#guard(() => on.transportError?.(error)),
    }
  }

  #guard(call: () => void, mend: () => void = () => undefined): void {
    try {
      call()
    } catch (error) {
      mend()
      this.#fault(error)
    }
  }

  // A fault of the program must not end in the socket's callback, where it would cost the other transactions; nor in silence.
  #fault(error: unknown): void {
    const { onFault } = this.#options
    if (onFault !== undefined) return onFault(error)
    queueMicrotask(() => {
      throw error
    })
  }

  #isFull(): boolean {
    return this.size >= (this.#options.maxTransactions ?? DEFAULT_MAX_TRANSACTIONS)
  }
}

// What a chosen carrier sends names its transport, so that whatever follows in the transaction goes the same way.
function by(carrier: Carrier, to: Address): Address {
  return { ...to, transport: carrier.sentBy.transport }
}
