// A Diameter peer that connects: keeps one connection to one server, and tries again every Tc for as long as it is started.
import { connect, type Socket } from 'node:net'
import { DISCONNECT_CAUSE } from '../commands'
import { EndToEndIds } from '../end-to-end-ids'
import type { DiameterMessage } from '../message'
import { encodeCer } from '../peer/capabilities-exchange'
import { comesBackAfter } from '../peer/disconnect-causes'
import {
  PeerClosed,
  type Identity,
  type PeerEvents,
  type PeerState,
  type PeerTimers,
  type DwrHandler,
  type FrameHandler,
  type ReopenAfter,
  type RequestHandler,
} from '../peer/peer-types'
import { BufferBudget } from './buffer-budget'
import { DEFAULT_LIMITS, type Limits } from './limits'
import { secure } from './tls-front'
import type { ClientTls } from './tls-options'
import { DEFAULT_TIMERS, hostAndPort, PeerSocket } from './peer-socket'
import { systemClock } from './system-clock'

const CLOSE_MS = 300

/** What a client needs to know. */
export interface ClientOptions {
  readonly host: string
  readonly port: number
  readonly identity: Identity
  /** For the builders of requests, who find it on the client; the peer itself makes no use of it. */
  readonly destination?: { readonly host?: string; readonly realm: string }
  readonly timers?: Partial<PeerTimers>
  readonly events?: PeerEvents
  /** Requests of the server beyond the base protocol; unanswered when not given. */
  readonly onRequest?: RequestHandler
  readonly onFrame?: FrameHandler
  readonly onDwr?: DwrHandler
  /** Defaults: `DEFAULT_LIMITS`; those of connections do not apply. */
  readonly limits?: Partial<Limits>
  /** Implicit TLS. */
  readonly tls?: ClientTls
  /** Default `watchdog`: only a connection that the watchdog gave up is on probation when it comes back. */
  readonly reopenAfter?: ReopenAfter
  /** Makes the TCP connection, not yet connected; default `net.connect`. For a proxy in between, or a local address of one's own. */
  readonly connect?: (to: { readonly host: string; readonly port: number }) => Socket
}

/** Trouble with the connection is told through `events.state`, never thrown. */
export class DiameterClient {
  readonly destination: ClientOptions['destination']
  /** Called with every answer to a request made here; answers with another Hop-by-Hop Identifier are discarded (RFC 6733 §3). */
  onAnswer: (answer: DiameterMessage) => void = () => undefined
  readonly #o: ClientOptions
  readonly #timers: Required<PeerTimers>
  readonly #limits: Limits
  readonly #endToEndIds = new EndToEndIds(Date.now() / 1000)
  #peer: PeerSocket | undefined
  #connecting: Socket | undefined
  #cancelRetry = (): void => undefined
  #isStarted = false
  #attempts = 0
  #isReopening = false
  #originStateId: number | undefined

  /** Throws `CodecError` for an identity that cannot be sent. */
  constructor(o: ClientOptions) {
    encodeCer(o.identity, '127.0.0.1', { hopByHop: 0, endToEnd: 0 })
    this.#o = o
    this.#timers = { ...DEFAULT_TIMERS, ...o.timers }
    this.#limits = { ...DEFAULT_LIMITS, ...o.limits }
    this.destination = o.destination
  }

  /** `closed` while there is no connection. */
  get state(): PeerState {
    return this.#peer?.machine.state ?? 'closed'
  }

  /** Connects, now and every Tc after a connection or an attempt ended. Once more after a DPR that asked not to come back. */
  start(): void {
    this.#isStarted = true
    this.#cancelRetry()
    if (this.#peer === undefined && this.#connecting === undefined) this.#connect()
  }

  /** Sends a request built around a Hop-by-Hop Identifier; throws `PeerClosed` unless the state is open. */
  request(build: (ids: { readonly hopByHop: number }) => Uint8Array): { readonly hopByHop: number } {
    if (this.#peer === undefined) throw new PeerClosed(`no connection to ${hostAndPort(this.#o.host, this.#o.port)}`)
    return this.#peer.machine.request(build)
  }

  /** Sends a DPR when open (default cause REBOOTING), closes within 300 ms, and stays closed until started again. */
  async close(cause: number = DISCONNECT_CAUSE.rebooting): Promise<void> {
    this.#isStarted = false
    this.#cancelRetry()
    this.#connecting?.destroy()
    const peer = this.#peer
    if (peer === undefined) return
    peer.machine.disconnect(cause)
    const cancel = systemClock.after(CLOSE_MS, () => peer.destroy())
    await peer.whenClosed
    cancel()
  }

  #connect(): void {
    const conn = ++this.#attempts
    const { host, port, tls } = this.#o
    const raw = (this.#o.connect ?? connect)({ host, port })
    this.#connecting = raw
    let why = 'given up'
    const cancel = systemClock.after(this.#timers.cerTimeoutMs, () => raw.destroy(new Error('connecting took too long')))
    const failed = (): void => {
      cancel()
      this.#connecting = undefined
      this.#o.events?.state?.('closed', { conn, local: '', remote: hostAndPort(host, port), remoteIdentity: {} }, why)
      this.#retryLater()
    }
    const ready = (socket: Socket): void => {
      cancel()
      raw.off('close', failed)
      this.#connecting = undefined
      this.#attach(socket, raw, conn)
    }
    raw.on('error', (error) => (why = error.message))
    raw.once('close', failed)
    raw.once('connect', () => {
      if (tls === undefined) ready(raw)
      else secure(raw, host, tls, { ready, failed: (reason) => (why = `TLS: ${reason}`) })
    })
  }

  #attach(socket: Socket, raw: Socket, conn: number): void {
    const { identity, events, onFrame, onDwr } = this.#o
    const peer = new PeerSocket({
      role: 'initiator',
      conn,
      socket,
      raw,
      identity,
      timers: this.#timers,
      limits: this.#limits,
      budget: new BufferBudget(this.#limits.maxBufferedBytes),
      events: events ?? {},
      endToEndIds: this.#endToEndIds,
      onRequest: (request, link, answer) => this.#o.onRequest?.(request, link, answer),
      onFrame,
      onDwr,
      isReopening: this.#isReopening,
      originStateIdBefore: () => this.#originStateId,
      onAnswer: (answer) => this.onAnswer(answer),
      onClosed: () => {
        this.#peer = undefined
        this.#isReopening = peer.machine.mustReopen(this.#o.reopenAfter ?? 'watchdog')
        this.#originStateId = peer.link.remoteIdentity.originStateId ?? this.#originStateId
        if (comesBackAfter(peer.machine.remoteCause)) this.#retryLater()
      },
    })
    this.#peer = peer
  }

  // RFC 6733 §2.1 — Tc passes between one attempt and the next.
  #retryLater(): void {
    if (!this.#isStarted) return
    this.#cancelRetry = systemClock.after(this.#timers.tcMs, () => this.#connect())
  }
}
