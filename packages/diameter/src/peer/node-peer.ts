// One peer of a node, with the connection it initiated and the one it received: the table of RFC 6733 §5.6 at work, without sockets.
import { RESULT } from '../commands'
import type { Clock } from './clock'
import { comesBackAfter } from './disconnect-causes'
import { winsElection } from './election'
import { peerRow, type NodePeerAction, type NodePeerEvent, type NodePeerState } from './peer-table'
import type { CerDecision } from './peer-types'

/** What it does to the two connections. What the table leaves to a connection (CER, DWA, DPA …) its `PeerMachine` does by itself. */
export interface NodePeerPort {
  /** I-Snd-Conn-Req. */
  connect(): void
  /** I-Disc: at once and without a DPR. Nothing more is heard of that connection. */
  dropInitiated(): void
  /** R-Disc of a connection that was open. */
  dropReceived(conn: number): void
  /** I-Snd-DPR, R-Snd-DPR. */
  goodbye(side: 'I' | 'R', cause: number): void
  /** What makes a 2001 of the CER that was received: REOPEN, and whom to tell. */
  admit(): Exclude<CerDecision, 'ignore'>
  state(state: NodePeerState, before: NodePeerState, event: NodePeerEvent): void
}

/** What a peer is made of. */
export interface NodePeerOptions {
  readonly localHost: string
  readonly remoteHost: string
  /** Whether we connect to it: at `start`, and Tc after each end that does not forbid it. */
  readonly connects: boolean
  readonly tcMs: number
  /** How long each state that waits may last. */
  readonly waitMs: number
  readonly clock: Clock
  readonly port: NodePeerPort
}

interface Received {
  readonly conn: number
  readonly decide: (decision: CerDecision) => void
  isAdmitted: boolean
}

const WAITING: readonly NodePeerState[] = ['Wait-Conn-Ack', 'Wait-I-CEA', 'Wait-Conn-Ack/Elect', 'Wait-Returns']

/** Events in, actions out; an event that the table does not have in the present state does nothing. */
export class NodePeer {
  readonly #o: NodePeerOptions
  #state: NodePeerState = 'Closed'
  #received: Received | undefined
  #isStopped = true
  #stopCause = 0
  #comesBack = true
  #cancelTimeout = (): void => undefined
  #cancelRetry = (): void => undefined

  constructor(o: NodePeerOptions) {
    this.#o = o
  }

  get state(): NodePeerState {
    return this.#state
  }

  /** The received connection in use, or waiting for its answer. */
  get receivedConn(): number | undefined {
    return this.#received?.conn
  }

  /** Connects, where it is configured to; once more after a DPR that asked not to come back. */
  start(): void {
    this.#isStopped = false
    if (this.#o.connects) this.#dispatch('Start')
  }

  /** Ends what there is, open connections by a DPR, and does not connect again until started. */
  stop(cause: number): void {
    this.#isStopped = true
    this.#stopCause = cause
    this.#cancelRetry()
    this.#dispatch('Stop')
  }

  /** R-Conn-CER: a CER of this peer that could be served; `decide` answers it, now or later. */
  receivedCer(conn: number, decide: (decision: CerDecision) => void): void {
    this.#dispatch('R-Conn-CER', { conn, decide, isAdmitted: false })
  }

  /** Something happened to the initiated connection. */
  initiated(event: NodePeerEvent & `I-${string}`): void {
    this.#dispatch(event)
  }

  /** A DPR came; its cause decides whether we come back. The connection itself has answered it. */
  goodbye(side: 'I' | 'R', cause: number | undefined): void {
    this.#comesBack = comesBackAfter(cause)
    this.#dispatch(`${side}-Rcv-DPR`)
  }

  /** A received connection is gone; of one that is not the present one nothing is thought. */
  receivedClosed(conn: number): void {
    if (this.#received?.conn === conn) this.#dispatch('R-Peer-Disc')
  }

  #dispatch(event: NodePeerEvent, candidate?: Received): void {
    const row = peerRow(this.#state, event)
    if (row === undefined || row.by === 'connection') return
    const before = this.#state
    this.#state = row.next
    if (row.next !== before) this.#entered(row.next, before, event)
    for (const action of row.actions) this.#act(action, candidate)
  }

  #entered(state: NodePeerState, before: NodePeerState, event: NodePeerEvent): void {
    this.#cancelTimeout()
    this.#cancelRetry()
    if (WAITING.includes(state)) {
      this.#cancelTimeout = this.#o.clock.after(this.#o.waitMs, () => this.#dispatch('Timeout'))
    } else if (state === 'I-Open' || state === 'R-Open') {
      this.#comesBack = true
    } else if (state === 'Closed' && this.#o.connects && !this.#isStopped && this.#comesBack) {
      // RFC 6733 §2.1 — Tc passes between one attempt and the next.
      this.#cancelRetry = this.#o.clock.after(this.#o.tcMs, () => this.#dispatch('Start'))
    }
    this.#o.port.state(state, before, event)
  }

  // Actions that are not here are those of the connection's own machine, or (Process-CER) were done before the event was raised.
  #act(action: NodePeerAction, candidate: Received | undefined): void {
    const { port } = this.#o
    switch (action) {
      case 'I-Snd-Conn-Req':
        return port.connect()
      case 'I-Disc':
      case 'Cleanup':
        return port.dropInitiated()
      case 'R-Accept':
        this.#received = candidate
        return
      case 'R-Snd-CEA':
        return this.#admit()
      case 'R-Reject':
        return candidate?.decide(this.#rejection())
      case 'R-Disc':
        return this.#dropReceived({ resultCode: RESULT.ELECTION_LOST, errorMessage: this.#lost() })
      case 'Error':
        port.dropInitiated()
        return this.#dropReceived({ resultCode: RESULT.UNABLE_TO_COMPLY, errorMessage: 'the connection came to nothing' })
      case 'Elect':
        // RFC 6733 §5.6.4 — the winner closes the connection it initiated; the loser waits for that, and for its CEA.
        if (winsElection(this.#o.localHost, this.#o.remoteHost)) this.#dispatch('Win-Election')
        return
      case 'I-Snd-DPR':
        return port.goodbye('I', this.#stopCause)
      case 'R-Snd-DPR':
        return port.goodbye('R', this.#stopCause)
      default:
        return
    }
  }

  #admit(): void {
    if (this.#received === undefined) return
    this.#received.isAdmitted = true
    this.#received.decide(this.#o.port.admit())
  }

  // A CER that still waits is told why; a connection that was open is closed; for one that is gone neither does anything.
  #dropReceived(decision: CerDecision): void {
    const received = this.#received
    this.#received = undefined
    if (received === undefined) return
    if (received.isAdmitted) this.#o.port.dropReceived(received.conn)
    else received.decide(decision)
  }

  #rejection(): CerDecision {
    const errorMessage = `there is another connection of ${this.#o.remoteHost} (${this.#state})`
    return { resultCode: RESULT.UNABLE_TO_COMPLY, errorMessage }
  }

  #lost(): string {
    return `${this.#o.localHost} lost the election: use the connection it initiated`
  }
}
