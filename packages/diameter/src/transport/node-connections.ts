// One peer of a node with its two possible connections: carries out on them what the peer's state machine decides.
import { NodePeer } from '../peer/node-peer'
import type { NodePeerEvent, NodePeerState } from '../peer/peer-table'
import { DISCONNECT_CAUSE, RESULT } from '../commands'
import { isSameHost } from '../peer/election'
import { PeerClosed, type CerDecision, type OpenConnection, type PeerLink, type PeerState } from '../peer/peer-types'
import type { PeerEvents, PeerTimers, ReopenAfter } from '../peer/peer-types'
import type { DiameterMessage } from '../message'
import type { ClientOptions } from './diameter-client'
import type { DiameterServer } from './diameter-server'
import { InitiatedConnection, type InitiatedEvent } from './initiated-connection'
import { systemClock } from './system-clock'
import { relayedEvents } from './relayed-events'

/** What is known of a peer. */
export interface NodePeerView {
  readonly originHost: string
  readonly state: NodePeerState
  /** The connection in use. */
  readonly link?: PeerLink
}

/** What it is made of. */
export interface NodeConnectionsOptions {
  readonly localHost: string
  readonly originHost: string
  readonly timers: Required<PeerTimers>
  readonly reopenAfter: ReopenAfter
  /** Where received connections are. */
  readonly server: () => DiameterServer | undefined
  /** How to connect; without this the peer is only waited for. */
  readonly initiate?: ClientOptions
  readonly onPeerState: (state: NodePeerState, before: NodePeerState, event: NodePeerEvent) => void
  readonly onAnswer: (answer: DiameterMessage) => void
  readonly restarted: NonNullable<PeerEvents['restarted']>
}

interface ReceivedConnection {
  readonly link: PeerLink
  open?: OpenConnection
}

/** All calls come after the fact they speak of, in order. */
export class NodeConnections {
  readonly #o: NodeConnectionsOptions
  readonly #peer: NodePeer
  readonly #initiated: InitiatedConnection | undefined
  #received: ReceivedConnection | undefined
  #mustReopen = false
  #stateId = 0

  constructor(o: NodeConnectionsOptions) {
    this.#o = o
    if (o.initiate !== undefined) {
      const events = relayedEvents(o.initiate.events, { restarted: (link, now) => this.heardStateId(link, now) })
      this.#initiated = new InitiatedConnection({ ...o.initiate, events }, (event, link, state) =>
        this.#initiatedEvent(event, link, state),
      )
      this.#initiated.client.onAnswer = o.onAnswer
    }
    this.#peer = new NodePeer({
      localHost: o.localHost,
      remoteHost: o.originHost,
      connects: o.initiate !== undefined,
      tcMs: o.timers.tcMs,
      waitMs: o.timers.cerTimeoutMs,
      clock: systemClock,
      port: {
        connect: () => this.#initiated?.connect(),
        dropInitiated: () => this.#initiated?.drop(),
        dropReceived: (conn) => o.server()?.end(conn),
        goodbye: (side, cause) => this.#goodbye(side, cause),
        admit: () => this.#admission(),
        state: o.onPeerState,
      },
    })
  }

  /** For those who look. */
  get view(): NodePeerView {
    const { originHost } = this.#o
    const { state } = this.#peer
    const link = this.#linkIn(state)
    return link === undefined ? { originHost, state } : { originHost, state, link }
  }

  start(): void {
    this.#peer.start()
  }

  stop(cause: number): void {
    this.#peer.stop(cause)
  }

  /** Ends both connections for good. */
  async close(): Promise<void> {
    this.#peer.stop(DISCONNECT_CAUSE.rebooting)
    await this.#initiated?.client.close()
  }

  /** Throws `PeerClosed` unless there is an open connection that is not suspect. */
  request(build: (ids: { readonly hopByHop: number }) => Uint8Array): { readonly hopByHop: number } {
    const { state } = this.#peer
    if (state === 'I-Open' && this.#initiated !== undefined) return this.#initiated.client.request(build)
    const connection = state === 'R-Open' ? this.#received?.open : undefined
    if (connection === undefined) throw new PeerClosed(`${this.#o.originHost} is ${state}, requests need it open`)
    return connection.request(build, this.#o.onAnswer)
  }

  /** A CER that can be served came on a received connection. */
  receivedCer(link: PeerLink, decide: (decision: CerDecision) => void): void {
    this.#peer.receivedCer(link.conn, decide)
    if (this.#peer.receivedConn === link.conn) this.#received = { link }
  }

  /** A received connection of this peer changed its state. */
  receivedState(state: PeerState, link: PeerLink): void {
    if (this.#received?.link.conn !== link.conn) return
    if (state === 'open' || state === 'suspect') this.#opened(state, link)
    if (state === 'closing') this.#peer.goodbye('R', link.remoteIdentity.disconnectCause)
    if (state !== 'closed') return
    this.#mustReopen = this.#received.open?.mustReopen(this.#o.reopenAfter) ?? this.#mustReopen
    this.#received = undefined
    this.#peer.receivedClosed(link.conn)
  }

  /** RFC 6733 §8.16 — told once for each restart, whichever connection it was noticed on. */
  heardStateId(link: PeerLink, now = 0): void {
    const before = this.#stateId
    if (now > before) this.#stateId = now
    if (before > 0 && now > before) this.#o.restarted(link, now, before)
  }

  #initiatedEvent(event: InitiatedEvent, link: PeerLink, state: PeerState): void {
    if (event === 'I-Rcv-CEA') {
      const { originHost = '' } = link.remoteIdentity
      // Whoever listens there is not whom we wanted: as good as no CEA.
      if (!isSameHost(originHost, this.#o.originHost)) return this.#peer.initiated('I-Rcv-Non-CEA')
      this.#opened(state, link)
    }
    if (event === 'I-Rcv-DPR') return this.#peer.goodbye('I', link.remoteIdentity.disconnectCause)
    if (event === 'I-Peer-Disc' && this.#peer.state === 'I-Open') {
      const { reopenAfter } = this.#o
      this.#mustReopen ||= reopenAfter === 'loss' || (reopenAfter === 'watchdog' && this.#initiated?.wasSuspect === true)
    }
    this.#peer.initiated(event)
  }

  #opened(state: PeerState, link: PeerLink): void {
    if (state === 'open') this.#mustReopen = false
    this.heardStateId(link, link.remoteIdentity.originStateId)
  }

  #admission(): Exclude<CerDecision, 'ignore'> {
    const { receivedConn } = this.#peer
    return {
      resultCode: RESULT.SUCCESS,
      reopen: this.#mustReopen,
      opened: (connection) => {
        if (this.#received !== undefined && this.#received.link.conn === receivedConn) this.#received.open = connection
      },
    }
  }

  #goodbye(side: 'I' | 'R', cause: number): void {
    const conn = this.#received?.link.conn
    if (side === 'I') void this.#initiated?.client.close(cause)
    else if (conn !== undefined) void this.#o.server()?.disconnect(conn, cause)
  }

  #linkIn(state: NodePeerState): PeerLink | undefined {
    if (state === 'I-Open') return this.#initiated?.link
    return state === 'R-Open' ? this.#received?.link : undefined
  }
}
