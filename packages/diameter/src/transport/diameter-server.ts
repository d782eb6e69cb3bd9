// A Diameter peer that listens: accepts connections, exchanges capabilities, watches, and hands requests to its owner.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { DISCONNECT_CAUSE } from '../commands'
import { EndToEndIds } from '../end-to-end-ids'
import { encodeCer } from '../peer/capabilities-exchange'
import type { Identity, PeerEvents, PeerLink, PeerTimers, RequestHandler } from '../peer/peer-types'
import { DEFAULT_TIMERS, PeerSocket } from './peer-socket'

const DEFAULT_MAX_CONNECTIONS = 256
const CLOSE_MS = 300

/** What a server needs to know. */
export interface ServerOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly identity: Identity
  readonly timers?: Partial<PeerTimers>
  readonly events?: PeerEvents
  /** Default: messages up to 1 MiB, 256 connections; a connection beyond them is closed at once. */
  readonly limits?: { readonly maxMessageBytes?: number; readonly maxConnections?: number }
  readonly onRequest: RequestHandler
}

/**
 * Answers CER (2001; 5010 when no application is common, 5005 or 5004 without an identity, 5017 without common security), DWR and DPR.
 * DEVIATES RFC 6733 §5.6: a second connection of the same peer is served too, because a tester wants to see it, not to hide it.
 */
export class DiameterServer {
  readonly #o: ServerOptions
  readonly #server: Server
  readonly #peers = new Map<number, PeerSocket>()
  readonly #endToEndIds = new EndToEndIds(Date.now() / 1000)
  #connections = 0
  #port: number

  private constructor(o: ServerOptions, server: Server) {
    this.#o = o
    this.#server = server
    this.#port = o.port
  }

  /** Resolves when listening; rejects with the system's error (`EADDRINUSE` …), or a `CodecError` for an identity that cannot be sent. */
  static async listen(o: ServerOptions): Promise<DiameterServer> {
    encodeCer(o.identity, '127.0.0.1', { hopByHop: 0, endToEnd: 0 })
    const server = createServer()
    const self = new DiameterServer(o, server)
    server.maxConnections = o.limits?.maxConnections ?? DEFAULT_MAX_CONNECTIONS
    server.on('connection', (socket) => self.#accept(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: o.host, port: o.port }, () => {
        server.off('error', reject)
        // An accept that fails later (no descriptors left) costs that connection, not the server.
        server.on('error', () => undefined)
        resolve()
      })
    })
    self.#port = (server.address() as AddressInfo).port
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

  /** Stops listening, says goodbye to open peers (DPR, cause REBOOTING, unless `dpr` is false), closes all within 300 ms. */
  async close({ dpr = true }: { readonly dpr?: boolean } = {}): Promise<void> {
    const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const peer of this.#peers.values()) {
      if (dpr) peer.machine.disconnect(DISCONNECT_CAUSE.rebooting)
      else peer.destroy()
    }
    const cutOff = setTimeout(() => this.#peers.forEach((peer) => peer.destroy()), CLOSE_MS)
    await stopped
    clearTimeout(cutOff)
  }

  #accept(socket: Socket): void {
    const conn = ++this.#connections
    const peer = new PeerSocket({
      role: 'responder',
      conn,
      socket,
      identity: this.#o.identity,
      timers: { ...DEFAULT_TIMERS, ...this.#o.timers },
      events: this.#o.events ?? {},
      endToEndIds: this.#endToEndIds,
      ...(this.#o.limits?.maxMessageBytes === undefined ? {} : { maxMessageBytes: this.#o.limits.maxMessageBytes }),
      onRequest: this.#o.onRequest,
      onAnswer: () => undefined,
      onClosed: () => this.#peers.delete(conn),
    })
    this.#peers.set(conn, peer)
  }
}
