// The Diameter connections of the Rf client: one client per Charging Enabler, the first open one is used.
import {
  APPLICATION,
  COMMAND,
  DiameterClient,
  PeerClosed,
  scalarAt,
  type DiameterMessage,
  type Identity,
  type PeerState,
  type PeerTimers,
} from '@ch1/diameter'
import type { Address } from '@ch1/sip'
import type { AcrOrigin } from './accounting-request'
import type { RfAnswer, RfRoute, Sent } from './rf-client'

/** Who is told what the peers do. */
export interface RfPeersEvents {
  opened(peer: number): void
  lost(peer: number): void
  answered(answer: RfAnswer): void
  log(line: string): void
}

/** All peers; `start` connects, `close` disconnects with DPR. */
export class RfPeers implements RfRoute {
  private readonly clients: readonly DiameterClient[]
  private readonly on: RfPeersEvents

  constructor(o: { ch1: readonly Address[]; origin: AcrOrigin; timers: PeerTimers; on: RfPeersEvents }) {
    this.on = o.on
    this.clients = o.ch1.map((address, peer) => {
      const client = new DiameterClient({
        ...address,
        identity: identityOf(o.origin),
        destination: { realm: o.origin.destinationRealm },
        timers: o.timers,
        events: { state: (state, link, why) => this.changed(peer, state, `${address.host}:${address.port}`, why) },
      })
      client.onAnswer = (answer) => this.answered(peer, answer)
      return client
    })
  }

  /** Begins connecting to all of them. Failover needs the others open (RFC 6733 §5.1: primary and secondary). */
  start(): void {
    for (const client of this.clients) client.start()
  }

  send(encode: (hopByHop: number) => Uint8Array, usable: (peer: number) => boolean): Sent | undefined {
    for (const [peer, client] of this.clients.entries()) {
      if (client.state !== 'open' || !usable(peer)) continue
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
    await Promise.allSettled(this.clients.map((client) => client.close()))
  }

  private changed(peer: number, state: PeerState, where: string, why: string | undefined): void {
    this.on.log(`CH-1 ${where} ${state}${why === undefined ? '' : `: ${why}`}`)
    if (state === 'open') this.on.opened(peer)
    else if (state !== 'connected') this.on.lost(peer)
  }

  private answered(peer: number, answer: DiameterMessage): void {
    if (answer.commandCode !== COMMAND.accounting) return
    const code = scalarAt(answer, 'Result-Code') ?? scalarAt(answer, 'Experimental-Result/Experimental-Result-Code')
    this.on.answered({ peer, hopByHop: answer.hopByHop, resultCode: typeof code === 'number' ? code : undefined })
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
