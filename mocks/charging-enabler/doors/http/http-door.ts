// The HTTP door of the Charging Enabler: HTTP/2 (prior knowledge, or TLS with ALPN) and HTTP/1.1 on one port. Experimental: no standard's.
import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, createServer as createTlsServer } from 'node:tls'
import { systemTimers } from '@ch1/sip'
import type { Timers } from '@ch1/sip'
import { TestbedError } from '../../../testbed-error'
import { OpenPeers } from '../diameter/open-peers'
import type { Door, DoorSite } from '../door'
import { BodyReader } from './body'
import { CAN_HTTP, notOverHttp } from './can'
import { ChargingDesk } from './charging-desk'
import { Connection } from './connection'
import { GatedSocket } from './gated-socket'
import { Http1Exchanges } from './http1-exchanges'
import { Http2Exchanges } from './http2-exchanges'
import { HTTP_LIMITS, type HttpLimits } from './http-limits'
import { pingAll } from './ping'
import { sniff } from './sniff'

/** How the door is opened. Without `tls` it speaks in the clear. */
export interface HttpDoorOptions {
  readonly host: string
  readonly port: number
  readonly tls?:
    | {
        readonly key: string | Buffer
        readonly cert: string | Buffer
        readonly ca?: string | Buffer
        readonly requestCert?: boolean
      }
    | undefined
  readonly limits?: Partial<HttpLimits> | undefined
  /** Number of the first connection, default 1; beside another door of the same enabler it must lie above that one's. */
  readonly firstConn?: number | undefined
  /** The clock of `waitOpen`. */
  readonly clock?: Timers | undefined
}

// RFC 9113 §9.2 — HTTP/2 wants TLS 1.2 at least.
const TLS_RULES = { ALPNProtocols: ['h2', 'http/1.1'], minVersion: 'TLSv1.2' } as const

/** An address where charging data resources are made, updated and released. */
export class HttpDoor implements Door {
  /** Listens. Throws TestbedError when the address cannot be had, or key and certificate are none. */
  static async open(o: HttpDoorOptions, site: DoorSite): Promise<HttpDoor> {
    const door = new HttpDoor(o, site)
    door.#checkTls()
    await door.#listen(o.port)
    return door
  }

  readonly binding = 'http'
  readonly can = CAN_HTTP
  readonly cannot = notOverHttp
  readonly #o: HttpDoorOptions
  readonly #site: DoorSite
  readonly #limits: HttpLimits
  readonly #http1: Http1Exchanges
  readonly #http2: Http2Exchanges
  readonly #peers: OpenPeers
  readonly #connections = new Map<number, Connection>()
  #server: Server | undefined
  #port = 0
  #conns: number
  #isHeld = false

  private constructor(o: HttpDoorOptions, site: DoorSite) {
    this.#o = o
    this.#site = site
    this.#limits = { ...HTTP_LIMITS, ...o.limits }
    this.#peers = new OpenPeers(o.clock ?? systemTimers)
    this.#conns = (o.firstConn ?? 1) - 1
    const life = randomBytes(4).toString('hex')
    let resources = 0
    const desk = new ChargingDesk({
      site,
      door: 'http',
      newRef: () => `${site.name}-${life}-${(resources += 1)}`,
      now: () => new Date(),
    })
    const parts = { limits: this.#limits, bodies: new BodyReader(this.#limits), desk }
    this.#http1 = new Http1Exchanges(parts)
    this.#http2 = new Http2Exchanges(parts)
  }

  get port(): number {
    return this.#port
  }

  get openPeers(): number {
    return this.#peers.count
  }

  waitOpen(withinMs: number): Promise<boolean> {
    return this.#peers.wait(withinMs)
  }

  /** PING on each HTTP/2 connection; HTTP/1.1 has nothing of the kind. */
  watchdogs(timeoutMs: number): Promise<void> {
    return pingAll([...this.#connections.values()], this.#site, timeoutMs)
  }

  partition(): void {
    this.#isHeld = true
    for (const { gate } of this.#connections.values()) gate.hold()
  }

  heal(): void {
    this.#isHeld = false
    for (const { gate } of this.#connections.values()) gate.release()
  }

  stopListening(): Promise<void> {
    this.#server?.close()
    this.#server = undefined
    return Promise.resolve()
  }

  async listenAgain(): Promise<void> {
    if (this.#server === undefined) await this.#listen(this.#port)
  }

  async close(): Promise<void> {
    await this.stopListening()
    const ends = [...this.#connections.values()].map(
      ({ gate }) => new Promise<void>((resolve) => (gate.closed ? resolve() : gate.once('close', resolve))),
    )
    for (const connection of this.#connections.values()) connection.close('the enabler closes')
    this.#http1.close()
    this.#http2.close()
    await Promise.all(ends)
  }

  #checkTls(): void {
    if (this.#o.tls === undefined) return
    try {
      createSecureContext({ ...this.#o.tls, ...TLS_RULES })
    } catch (error) {
      throw this.#trouble('has no usable key and certificate', error, 'give a PEM key and the certificate that belongs to it')
    }
  }

  async #listen(port: number): Promise<void> {
    const { host } = this.#o
    const server = createServer({ pauseOnConnect: true }, (socket) => this.#accept(socket))
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host, port }, () => {
          server.off('error', reject)
          resolve()
        })
      })
    } catch (error) {
      throw this.#trouble('cannot listen', error, 'free that address, or choose another one (port 0: any free one)')
    }
    server.on('error', () => undefined) // a connection that could not be accepted is the client's to try again
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
  }

  #accept(socket: Socket): void {
    const conn = (this.#conns += 1)
    const transport = this.#o.tls === undefined ? 'tcp' : 'tls'
    const flow = {
      transport,
      local: end(socket.localAddress, socket.localPort),
      remote: end(socket.remoteAddress, socket.remotePort),
    } as const
    if (this.#connections.size >= this.#limits.maxConnections) {
      const why = `${this.#limits.maxConnections} connections are open already`
      this.#site.record({ kind: 'peer', enabler: this.#site.name, conn, state: 'refused', flow, why })
      return void socket.resetAndDestroy()
    }
    const { idleMs, firstBytesMs } = this.#limits
    const gate = new GatedSocket(socket, { idleMs, onIdle: () => connection.close(`nothing came for ${idleMs} ms`) })
    const scheme = this.#o.tls === undefined ? 'http' : 'https'
    const on = {
      opened: (one: number) => void this.#peers.opened(one),
      ended: (one: number) => {
        this.#peers.ended(one)
        this.#connections.delete(one)
        clearTimeout(timer)
      },
    }
    const timer = setTimeout(() => connection.reset(`no HTTP within ${firstBytesMs} ms`), firstBytesMs)
    timer.unref()
    const connection = new Connection({ conn, flow, gate, scheme, site: this.#site, on })
    this.#connections.set(conn, connection)
    if (this.#isHeld) gate.hold()
    this.#begin(gate, (stream, protocol) => {
      clearTimeout(timer)
      if (protocol === 2) this.#http2.serve(stream, connection)
      else this.#http1.serve(stream, connection)
    })
  }

  /** TLS where there is TLS, then whichever HTTP it is. */
  #begin(gate: GatedSocket, then: (stream: Duplex, protocol: 1 | 2) => void): void {
    const { tls } = this.#o
    if (tls === undefined) return sniff(gate, (protocol) => then(gate, protocol))
    const { requestCert = false } = tls
    // A server for one connection: so its stream is known to be this gate's.
    const server = createTlsServer({ ...tls, requestCert, rejectUnauthorized: requestCert, ...TLS_RULES }, (stream) => {
      stream.on('error', (error: Error) => gate.destroy(error))
      stream.once('close', () => gate.destroy())
      if (stream.alpnProtocol === 'h2') then(stream, 2)
      else sniff(stream, (protocol) => then(stream, protocol))
    })
    server.on('tlsClientError', (error: Error) => gate.destroy(error))
    server.emit('connection', gate)
  }

  #trouble(what: string, error: unknown, mend: string): TestbedError {
    const { host, port } = this.#o
    return new TestbedError({
      what: `the HTTP door of the Charging Enabler ${this.#site.name} ${what}`,
      where: `TCP ${host}:${port}`,
      instead: error instanceof Error ? error.message : String(error),
      mend,
    })
  }
}

function end(address: string | undefined, port: number | undefined): string {
  const host = address ?? '?'
  return `${host.includes(':') ? `[${host}]` : host}:${port ?? 0}`
}
