// SIP over connections (RFC 3261 §18): a listener, and a table of connections that messages are sent over again.
import type { AddressInfo, Server, Socket } from 'node:net'
import { SipTransportError, type SipParseError } from '../errors'
import { systemTimers, type Timers } from '../transactions/timers'
import { canonicalHost, isPort, plainHost, shown } from './hosts'
import { StreamConnection } from './stream-connection'
import { DEFAULT_STREAM_LIMITS, type StreamLimits } from './stream-limits'
import { socketHost, uriHost, type Address, type SentBy, type SipTransport, type TransportName } from './transport'

/** What a stream transport is made of. */
export interface StreamOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The host written into Via when it is not the one bound (a wildcard address, say). */
  readonly advertise?: string | undefined
  readonly limits?: Partial<StreamLimits> | undefined
  readonly timers?: Timers | undefined
}

/** How TCP and TLS differ. */
export interface StreamSockets {
  readonly name: Exclude<TransportName, 'UDP'>
  readonly opensWith: 'connect' | 'secureConnect'
  connect(to: Address): Socket
  /** A server that gives each connection, once it can carry messages, to `accepted`. */
  server(limits: StreamLimits, on: { accepted(socket: Socket): void; refused(why: Error): void }): Server
}

/** Connections to many peers as one SIP transport; see its kinds, TcpTransport and TlsTransport. */
export abstract class StreamTransport implements SipTransport {
  readonly reliable = true
  onMessage: (bytes: Uint8Array, from: Address) => void = () => undefined
  onGarbage: (bytes: Uint8Array, why: SipParseError, from: Address) => void = () => undefined
  onLost: (to: Address, why: Error) => void = () => undefined
  /** Faults that belong to no message: a refused handshake, a connection beyond the limit. The transport stays usable. */
  onError: ((error: Error) => void) | undefined
  readonly #sockets: StreamSockets
  readonly #limits: StreamLimits
  readonly #timers: Timers
  readonly #server: Server
  /** Sockets that have called and are not closed, those in a TLS handshake included. */
  readonly #raw = new Set<Socket>()
  readonly #connections = new Map<number, StreamConnection>()
  readonly #byPeer = new Map<string, StreamConnection>()
  #sentBy: SentBy
  #next = 1
  #outgoing = 0
  #heldBytes = 0
  #closing: Promise<void> | undefined

  protected constructor(sockets: StreamSockets, o: StreamOptions) {
    this.#sockets = sockets
    this.#limits = { ...DEFAULT_STREAM_LIMITS, ...o.limits }
    this.#timers = o.timers ?? systemTimers
    this.#sentBy = { transport: sockets.name, host: uriHost(o.advertise ?? socketHost(o.host)), port: o.port }
    this.#server = sockets.server(this.#limits, {
      accepted: (socket) => this.#accepted(socket),
      refused: (why) => this.onError?.(why),
    })
    this.#server.maxConnections = this.#limits.maxConnections
    this.#server.on('connection', (socket: Socket) => {
      this.#raw.add(socket)
      socket.once('close', () => this.#raw.delete(socket))
    })
    this.#server.on('drop', (data) => {
      const from = { host: plainHost(data?.remoteAddress ?? ''), port: data?.remotePort ?? 0, transport: sockets.name }
      const most = `there are ${this.#limits.maxConnections} connections already (limit maxConnections)`
      this.onError?.(new SipTransportError(`${shown(from)} was not let in: ${most}`))
    })
  }

  get sentBy(): SentBy {
    return this.#sentBy
  }

  /** How many connections there are, in both directions. */
  get connectionCount(): number {
    return this.#connections.size
  }

  // RFC 3261 §18.1.1, §18.2.2 — over the connection a request came on, or one that is open to the address, or a new one.
  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void {
    if (this.#closing !== undefined) throw new SipTransportError(`this ${this.#sockets.name} transport is closed`)
    this.#towards(to).write(bytes, failed)
  }

  /** Ends every connection and the listener; a second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#server.close(() => resolve())
      for (const connection of this.#connections.values()) connection.endSoon()
      const established = new Set([...this.#connections.values()].map(({ peer }) => portKey(peer)))
      for (const socket of this.#raw) if (!established.has(rawKey(socket))) socket.destroy()
    })
    return this.#closing
  }

  /** Begins to listen; rejects with {@link SipTransportError} naming the address. */
  protected async listen(o: StreamOptions): Promise<void> {
    const host = socketHost(o.host)
    await new Promise<void>((resolve, reject) => {
      const failed = (cause: Error): void =>
        reject(
          new SipTransportError(
            `cannot bind ${this.#sockets.name} ${uriHost(host)}:${o.port}: ${cause.message}; choose another address or port`,
            { cause },
          ),
        )
      this.#server.once('error', failed)
      this.#server.listen(o.port, host, () => {
        this.#server.off('error', failed)
        this.#server.on('error', (error) => this.onError?.(error))
        resolve()
      })
    })
    this.#sentBy = { ...this.#sentBy, port: (this.#server.address() as AddressInfo).port }
  }

  #towards(to: Address): StreamConnection {
    const known = to.connection === undefined ? undefined : this.#connections.get(to.connection)
    if (known?.isOpen === true) return known
    const open = this.#byPeer.get(portKey(to))
    if (open?.isOpen === true) return open
    if (!isPort(to.port)) throw new SipTransportError(`no ${this.#sockets.name} port: ${to.host}:${to.port}`)
    const { maxOutgoingConnections } = this.#limits
    if (this.#outgoing >= maxOutgoingConnections)
      throw new SipTransportError(
        `${maxOutgoingConnections} connections of ours are open (limit maxOutgoingConnections); none is left for ${shown(to)}`,
      )
    const socket = this.#sockets.connect({ host: socketHost(to.host), port: to.port })
    this.#outgoing += 1
    return this.#add(socket, to, this.#sockets.opensWith, () => (this.#outgoing -= 1))
  }

  #accepted(socket: Socket): void {
    const { remoteAddress, remotePort } = socket
    // It may be gone before it could be looked at.
    if (this.#closing !== undefined || remoteAddress === undefined || remotePort === undefined) return void socket.destroy()
    this.#add(socket, { host: plainHost(remoteAddress), port: remotePort }, undefined, () => undefined)
  }

  #add(
    socket: Socket,
    { host, port }: Address,
    opensWith: StreamSockets['opensWith'] | undefined,
    gone: () => void,
  ): StreamConnection {
    const id = this.#next
    this.#next += 1
    const peer = { host, port, transport: this.#sockets.name, connection: id }
    const key = portKey(peer)
    const connection: StreamConnection = new StreamConnection({
      ...{ socket, peer, opensWith, limits: this.#limits, timers: this.#timers },
      on: {
        message: (bytes, from) => this.#closing === undefined && this.onMessage(bytes, from),
        garbage: (bytes, why, from) => this.#closing === undefined && this.onGarbage(bytes, why, from),
        held: (change) => {
          this.#heldBytes += change
          return change <= 0 || this.#heldBytes <= this.#limits.maxBufferedBytes
        },
        closed: (why) => {
          gone()
          this.#connections.delete(id)
          if (this.#byPeer.get(key) === connection) this.#byPeer.delete(key)
          if (why !== undefined && this.#closing === undefined) this.onLost(peer, why)
        },
      },
    })
    this.#connections.set(id, connection)
    this.#byPeer.set(key, connection)
    return connection
  }
}

function portKey({ host, port }: Address): string {
  return `${canonicalHost(host)} ${port}`
}

function rawKey({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return portKey({ host: plainHost(remoteAddress), port: remotePort })
}
