// A Diameter peer that listens: accepts connections, exchanges capabilities, watches, and hands requests to its owner.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { DISCONNECT_CAUSE } from '../commands'
import { EndToEndIds } from '../end-to-end-ids'
import { encodeCer } from '../peer/capabilities-exchange'
import type {
  CerHandler,
  DwrHandler,
  FrameHandler,
  Identity,
  PeerEvents,
  PeerLink,
  PeerTimers,
  RequestHandler,
} from '../peer/peer-types'
import { BufferBudget } from './buffer-budget'
import { DEFAULT_LIMITS, type Limits } from './limits'
import { DEFAULT_TIMERS, hostAndPort, PeerSocket, plainAddress } from './peer-socket'
import { systemClock } from './system-clock'
import { TlsFront } from './tls-front'
import type { ServerTls } from './tls-options'

const CLOSE_MS = 300

/** What a server needs to know. */
export interface ServerOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly identity: Identity
  readonly timers?: Partial<PeerTimers>
  readonly events?: PeerEvents
  /** Defaults: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>
  /** Implicit TLS on the port. */
  readonly tls?: ServerTls
  readonly onRequest: RequestHandler
  /** Sees requests before `onRequest`, undecoded. */
  readonly onFrame?: FrameHandler
  readonly onCer?: CerHandler
  readonly onDwr?: DwrHandler
}

/**
 * Answers CER (2001; 5010 when no application is common, 5005 or 5004 without an identity, 5017 without common security), DWR and DPR.
 * DEVIATES RFC 6733 §5.6: a second connection of the same peer is served too, because a tester wants to see it, not to hide it.
 */
export class DiameterServer {
  readonly #o: ServerOptions
  readonly #limits: Limits
  readonly #timers: Required<PeerTimers>
  readonly #budget: BufferBudget
  readonly #tls: TlsFront | undefined
  readonly #peers = new Map<number, PeerSocket>()
  /** Every TCP connection, those in a TLS handshake too, with the address it came from. */
  readonly #sockets = new Map<Socket, string>()
  readonly #endToEndIds = new EndToEndIds(Date.now() / 1000)
  #server: Server | undefined
  #connections = 0
  #port: number
  #isPaused = false

  private constructor(o: ServerOptions) {
    this.#o = o
    this.#timers = { ...DEFAULT_TIMERS, ...o.timers }
    this.#limits = { ...DEFAULT_LIMITS, idleCerMs: this.#timers.cerTimeoutMs, ...o.limits }
    this.#budget = new BufferBudget(this.#limits.maxBufferedBytes)
    this.#tls =
      o.tls === undefined
        ? undefined
        : new TlsFront(o.tls, this.#limits.idleCerMs, {
            ready: (socket, raw) => this.#attach(socket, raw),
            refused: (raw, why) => this.#turnAway(raw, `TLS: ${why}`),
          })
    this.#port = o.port
  }

  /** Resolves when listening; rejects with the system's error (`EADDRINUSE` …), or a `CodecError` for an identity that cannot be sent. */
  static async listen(o: ServerOptions): Promise<DiameterServer> {
    encodeCer(o.identity, '127.0.0.1', { hopByHop: 0, endToEnd: 0 })
    const self = new DiameterServer(o)
    await self.listenAgain()
    return self
  }

  /** The port listened on: the one asked for, or the one the system gave. */
  get port(): number {
    return this.#port
  }

  /** The connections whose capabilities were exchanged and which are not closing, in order of arrival. */
  get links(): readonly PeerLink[] {
    return [...this.#peers.values()]
      .filter(({ machine }) => machine.state === 'open' || machine.state === 'suspect')
      .map(({ link }) => link)
  }

  /**
   * Connects to a peer, once, and sends it a CER: one more connection of this server, for a tester who wants to see what a peer does that
   * is connected already. Resolves with its number when TCP (not TLS) is up; rejects with the system's error.
   */
  connect(to: { readonly host: string; readonly port: number }): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = connect(to)
      let why = new Error('closed here')
      const cancel = systemClock.after(this.#timers.cerTimeoutMs, () => socket.destroy(new Error('connecting took too long')))
      this.#sockets.set(socket, to.host)
      socket.on('error', (error) => (why = error))
      socket.once('close', () => {
        cancel()
        this.#sockets.delete(socket)
        reject(why) // unless it was connected before
      })
      socket.once('connect', () => {
        cancel()
        resolve(this.#attach(socket, socket, 'initiator'))
      })
    })
  }

  /** Sends a DWR now; true when its DWA comes in time, false when not, or when there is no such open connection. */
  watchdog(conn: number, timeoutMs: number): Promise<boolean> {
    return this.#peers.get(conn)?.machine.watchdog(timeoutMs) ?? Promise.resolve(false)
  }

  /** Sends a DPR with a Disconnect-Cause; resolves when the connection is closed, two seconds later at the latest. */
  disconnect(conn: number, cause: number): Promise<void> {
    const peer = this.#peers.get(conn)
    if (peer === undefined) return Promise.resolve()
    peer.machine.disconnect(cause)
    return peer.whenClosed
  }

  /** Writes bytes as they are, whatever they are; false when there is no such connection, or no room for them. */
  send(conn: number, bytes: Uint8Array): boolean {
    return this.#peers.get(conn)?.sendRaw(bytes) ?? false
  }

  /** Ends a connection without a DPR once all is written (FIN). */
  end(conn: number): void {
    this.#peers.get(conn)?.end()
  }

  /** Ends a connection at once (RST). */
  reset(conn: number): void {
    this.#peers.get(conn)?.reset()
  }

  /** A partition of one connection, or of all and of those to come: nothing is read, nothing written, until `resume`. */
  pause(conn?: number): void {
    if (conn === undefined) this.#isPaused = true
    for (const peer of this.#chosen(conn)) peer.pause()
  }

  /** The end of a partition. */
  resume(conn?: number): void {
    if (conn === undefined) this.#isPaused = false
    for (const peer of this.#chosen(conn)) peer.resume()
  }

  /** New connections are refused by the system; those that are stay. */
  async stopListening(): Promise<void> {
    // Not its `close` event, which waits for the connections: the port is free as soon as `close` was called.
    this.#server?.close()
    this.#server = undefined
    await Promise.resolve()
  }

  /** Listens again on the same port; rejects with the system's error. Nothing happens where it listens already. */
  async listenAgain(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer((socket) => this.#accept(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: this.#o.host, port: this.#port }, () => {
        server.off('error', reject)
        // An accept that fails later (no descriptors left) costs that connection, not the server.
        server.on('error', () => undefined)
        resolve()
      })
    })
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
  }

  /** Stops listening, says goodbye to open peers (DPR, cause REBOOTING, unless `dpr` is false), closes all within 300 ms. */
  async close({ dpr = true }: { readonly dpr?: boolean } = {}): Promise<void> {
    await this.stopListening()
    // A partition does not outlive the one who made it.
    this.resume()
    const peers = [...this.#peers.values()]
    for (const socket of this.#sockets.keys()) if (!peers.some((peer) => peer.isOver(socket))) socket.destroy()
    for (const peer of peers) {
      if (dpr) peer.machine.disconnect(DISCONNECT_CAUSE.rebooting)
      else peer.destroy()
    }
    const cutOff = setTimeout(() => peers.forEach((peer) => peer.destroy()), CLOSE_MS)
    await Promise.all(peers.map((peer) => peer.whenClosed))
    clearTimeout(cutOff)
  }

  #chosen(conn: number | undefined): readonly PeerSocket[] {
    return [...this.#peers.values()].filter((peer) => conn === undefined || peer.link.conn === conn)
  }

  #accept(socket: Socket): void {
    const from = plainAddress(socket.remoteAddress)
    const { maxConnections, maxConnectionsPerHost } = this.#limits
    if (this.#sockets.size >= maxConnections)
      return this.#turnAway(socket, `${maxConnections} connections are served already (limit maxConnections)`)
    if ([...this.#sockets.values()].filter((host) => host === from).length >= maxConnectionsPerHost)
      return this.#turnAway(
        socket,
        `${maxConnectionsPerHost} connections of ${from} are served already (limit maxConnectionsPerHost)`,
      )
    this.#sockets.set(socket, from)
    socket.once('close', () => this.#sockets.delete(socket))
    if (this.#tls === undefined) this.#attach(socket, socket)
    else this.#tls.take(socket)
  }

  #turnAway(socket: Socket, why: string): void {
    this.#o.events?.turnedAway?.(hostAndPort(plainAddress(socket.remoteAddress), socket.remotePort), why)
    socket.on('error', () => undefined)
    socket.destroy()
  }

  #attach(socket: Socket, raw: Socket, role: 'initiator' | 'responder' = 'responder'): number {
    const conn = ++this.#connections
    const { identity, events, onRequest, onFrame, onCer, onDwr } = this.#o
    const peer = new PeerSocket({
      role,
      conn,
      socket,
      raw,
      identity,
      timers: this.#timers,
      limits: this.#limits,
      budget: this.#budget,
      events: events ?? {},
      endToEndIds: this.#endToEndIds,
      isPaused: this.#isPaused,
      onRequest,
      onFrame,
      onCer,
      onDwr,
      onAnswer: () => undefined,
      onClosed: () => this.#peers.delete(conn),
    })
    this.#peers.set(conn, peer)
    return conn
  }
}
