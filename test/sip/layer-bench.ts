// One transaction layer on port 5060 of a fake network, and a bare peer on port 5099 that says what the test tells it.
import {
  buildRequest,
  respond,
  TransactionLayer,
  type ClientTransaction,
  type SipRequest,
  type SipResponse,
  type SipTransport,
  type TransactionLayerOptions,
} from '@ch1/sip'
import { FakeNetwork } from './fake-network'
import { FakeTimers } from './fake-timers'

/** The peer's address. */
export const PEER = { host: '192.0.2.1', port: 5099 }

/** A layer under test with everything around it. */
export class LayerBench {
  readonly timers = new FakeTimers()
  readonly network = new FakeNetwork(this.timers)
  readonly peer: SipTransport = this.network.transport(PEER.port)
  readonly layer: TransactionLayer
  /** What the client transaction told: `180`, `timeout`, `transportError`. */
  readonly told: string[] = []

  constructor(o: Partial<TransactionLayerOptions> = {}) {
    this.layer = new TransactionLayer({ transport: this.network.transport(5060), timers: this.timers, ...o })
  }

  /** Sends a request of this method from the layer to the peer. */
  send(method: string, headers: readonly (readonly [string, string])[] = []): ClientTransaction {
    const request = buildRequest({
      method,
      uri: 'sip:bob@192.0.2.1:5099',
      headers: [
        ['From', '<sip:alice@home.example>;tag=a1'],
        ['To', '<sip:bob@home.example>'],
        ['Call-ID', 'c1'],
        ['CSeq', `7 ${method}`],
        ...headers,
      ],
    })
    const transaction = this.layer.send(request, PEER, {
      response: (response) => this.told.push(String(response.status)),
      timeout: () => this.told.push('timeout'),
      transportError: (error) => this.told.push(error.name),
    })
    this.network.settle()
    return transaction
  }

  /** The peer answers a request of the layer. */
  answer(request: SipRequest, status: number, toTag = 'b1'): void {
    this.fromPeer(respond(request, status, undefined, status === 100 ? {} : { toTag }).bytes)
  }

  /** The peer sends these bytes to the layer. */
  fromPeer(bytes: Uint8Array): void {
    this.peer.send(bytes, { host: '192.0.2.1', port: 5060 })
    this.network.settle()
  }

  /** What the layer sent, as words. */
  get sent(): readonly string[] {
    return this.network.words(5060)
  }
}

/** A request as a peer of the bench sends it: its Via names port 5099. */
export function peerRequest(method: string, o: { branch?: string; cseq?: string; toTag?: string } = {}): SipRequest {
  return buildRequest({
    method,
    uri: 'sip:bob@192.0.2.1:5060',
    headers: [
      ['Via', `SIP/2.0/UDP 192.0.2.1:5099;branch=${o.branch ?? 'z9hG4bKpeer1'}`],
      ['From', '<sip:alice@home.example>;tag=a1'],
      ['To', `<sip:bob@home.example>${o.toTag === undefined ? '' : `;tag=${o.toTag}`}`],
      ['Call-ID', 'c1'],
      ['CSeq', o.cseq ?? `7 ${method}`],
      ['Contact', '<sip:alice@192.0.2.1:5099>'],
    ],
  })
}

/** A response that counts as the server's own. */
export function ok(request: SipRequest, status = 200): SipResponse {
  return respond(request, status, undefined, status === 100 ? {} : { toTag: 'b1' })
}
