// The Diameter connections of the Rf client: one client per Charging Enabler, the first open one is used.
import { connect, type Socket } from 'node:net'
import {
  APPLICATION,
  COMMAND,
  DiameterClient,
  type DiameterServer,
  PeerClosed,
  type DiameterMessage,
  type Identity,
  type PeerState,
  type PeerTimers,
  type ReopenAfter,
} from '@ch1/diameter'
import type { Address } from '@ch1/sip'
import type { AcrOrigin } from '../accounting-request'
import type { Seams } from '../seams'
import { rfAnswer } from './rf-answer'
import { listenForEnablers } from './rf-listener'
import type { RfAnswer, RfRoute, Sent } from './rf-route'

/** Who is told what the peers do. */
export interface RfPeersEvents {
  opened(peer: number): void
  lost(peer: number): void
  answered(answer: RfAnswer): void
  log(line: string): void
}

/** What the peers are made with. */
export interface RfPeersOptions {
  /** In order of preference: the first open one is used, so that a primary that is back is used again (RFC 6733 §5.5.4). */
  readonly ch1: readonly Address[]
  readonly origin: AcrOrigin
  readonly timers: PeerTimers
  /** RFC 3539 §3.4.1 — after which loss a peer that is back answers three watchdogs first. */
  readonly reopenAfter?: ReopenAfter
  /** LV-20: records take turns over all open connections. */
  readonly sharing?: boolean
  /** LV-18: a connection is made anew after so many answers. */
  readonly renewAfter?: number | undefined
  /** Told of each connection before it is used. */
  readonly made?: (socket: Socket) => void
  /** Asked what becomes of an enabler that connects to us. */
  readonly called?: Seams['called']
  readonly on: RfPeersEvents
}

/** All peers; `start` connects, `close` disconnects with DPR. */
export class RfPeers implements RfRoute {
  private readonly clients: readonly DiameterClient[]
  private readonly o: RfPeersOptions
  /** Origin-Host of each peer, as its last capabilities exchange told. */
  private readonly names: string[] = []
  private listener: DiameterServer | undefined
  private turn = 0
  private answers = 0
  private closed = false

  constructor(o: RfPeersOptions) {
    this.o = o
    this.clients = o.ch1.map((address, peer) => {
      const client = new DiameterClient({
        ...address,
        identity: identityOf(o.origin),
        destination: { realm: o.origin.destinationRealm },
        timers: o.timers,
        ...(o.made && { connect: madeBy(o.made) }),
        ...(o.reopenAfter !== undefined && { reopenAfter: o.reopenAfter }),
        events: {
          state: (state, link, why) => {
            this.names[peer] = link.remoteIdentity.originHost ?? this.names[peer] ?? ''
            this.changed(peer, state, `${address.host}:${address.port}`, why)
          },
        },
      })
      client.onAnswer = (answer) => this.answered(peer, answer)
      return client
    })
  }

  /** Begins connecting to all of them. Failover needs the others open (RFC 6733 §5.1: primary and secondary). */
  start(): void {
    for (const client of this.clients) client.start()
  }

  /** Listens for enablers that connect to us. @throws SutError when the address cannot be bound */
  async listen(at: Address): Promise<Address> {
    const { origin, timers, called } = this.o
    this.listener = await listenForEnablers({
      ...{ at, timers, identity: identityOf(origin) },
      peerOf: (host) => this.peersAt(host)[0],
      ...(called && {
        called: (peer, refuse) => called(refuse, () => void this.clients[peer]?.close()),
      }),
    })
    return { host: at.host, port: this.listener.port }
  }

  send(encode: (hopByHop: number) => Uint8Array, usable: (peer: number) => boolean): Sent | undefined {
    for (const peer of this.order()) {
      const client = this.clients[peer]
      if (client?.state !== 'open' || !usable(peer)) continue
      try {
        return { peer, ...client.request(({ hopByHop }) => encode(hopByHop)) }
      } catch (error) {
        if (!(error instanceof PeerClosed)) throw error
      }
    }
    return undefined
  }

  /** DPR to all, then closed. */
  async close(): Promise<void> {
    this.closed = true
    await Promise.allSettled([...this.clients.map((client) => client.close()), this.listener?.close()])
  }

  private changed(peer: number, state: PeerState, where: string, why: string | undefined): void {
    this.o.on.log(`CH-1 ${where} ${state}${why === undefined ? '' : `: ${why}`}`)
    if (state === 'open') this.o.on.opened(peer)
    else if (state !== 'connected') this.o.on.lost(peer)
  }

  private answered(peer: number, answer: DiameterMessage): void {
    if (answer.commandCode !== COMMAND.accounting) return
    this.o.on.answered(rfAnswer(peer, answer, (host) => this.peersAt(host)))
    this.answers += 1
    if (this.o.renewAfter !== undefined && this.answers % this.o.renewAfter === 0) void this.renew(peer)
  }

  private async renew(peer: number): Promise<void> {
    const client = this.clients[peer]
    await client?.close()
    if (!this.closed) client?.start()
  }

  private order(): readonly number[] {
    const all = [...this.clients.keys()]
    if (this.o.sharing !== true) return all
    const first = this.turn++ % all.length
    return [...all.slice(first), ...all.slice(0, first)]
  }

  /** The peers that go by this name: the host they are configured by, or the Origin-Host they told. */
  private peersAt(host: string): readonly number[] {
    return this.o.ch1.flatMap((address, peer) => (address.host === host || this.names[peer] === host ? [peer] : []))
  }
}

function madeBy(made: (socket: Socket) => void): (to: { host: string; port: number }) => Socket {
  return (to) => {
    const socket = connect(to)
    made(socket)
    return socket
  }
}

// 3GPP vendor id in Supported-Vendor-Id: the records carry 3GPP's AVPs. RFC 6733 §9.3 — accounting nodes advertise application 3.
function identityOf(origin: AcrOrigin): Identity {
  return {
    originHost: origin.originHost,
    originRealm: origin.originRealm,
    productName: 'ch1-im-server',
    vendorId: 0,
    supportedVendorIds: [10415],
    acctApplicationIds: [APPLICATION.accounting],
    originStateId: origin.originStateId,
  }
}
