// TLS in front of Diameter, from the first byte on (RFC 6733 §13.1): handshakes of a server and of a client, bounded in time.
import { isIP, type Socket } from 'node:net'
import { connect, createServer, type Server } from 'node:tls'
import type { ClientTls, Pem, ServerTls } from './tls-options'

/** What becomes of a connection that a server took. */
export interface TlsOutcome {
  /** The handshake succeeded: messages are read and written at `socket`. */
  ready(socket: Socket, raw: Socket): void
  /** It failed, or took too long; the connection is closed. */
  refused(raw: Socket, why: string): void
}

/** The server's side: takes TCP connections, gives TLS ones. Throws what TLS says of a key or certificate it cannot use. */
export class TlsFront {
  readonly #server: Server
  readonly #shaking = new Map<string, Socket>()
  readonly #on: TlsOutcome

  constructor(tls: ServerTls, handshakeMs: number, on: TlsOutcome) {
    const isMutual = tls.requestCert === true
    this.#on = on
    this.#server = createServer({
      key: pem(tls.key),
      cert: pem(tls.cert),
      ...(tls.ca === undefined ? {} : { ca: pem(tls.ca) }),
      requestCert: isMutual,
      rejectUnauthorized: isMutual,
      minVersion: 'TLSv1.2',
      handshakeTimeout: handshakeMs,
    })
    this.#server.on('secureConnection', (socket) => {
      const raw = this.#settled(socket)
      if (raw === undefined) socket.destroy()
      else this.#on.ready(socket, raw)
    })
    this.#server.on('tlsClientError', (error, socket) => {
      const raw = this.#settled(socket)
      if (raw !== undefined) this.#on.refused(raw, error.message)
      socket.destroy()
    })
  }

  /** Begins the handshake on a TCP connection that was just accepted. */
  take(raw: Socket): void {
    const key = keyOf(raw)
    this.#shaking.set(key, raw)
    raw.once('close', () => {
      if (this.#shaking.delete(key)) this.#on.refused(raw, 'the connection ended in the handshake')
    })
    this.#server.emit('connection', raw)
  }

  // Of two ends of one connection nobody else has this address and port.
  #settled(socket: Socket): Socket | undefined {
    const key = keyOf(socket)
    const raw = this.#shaking.get(key)
    this.#shaking.delete(key)
    return raw
  }
}

/** The client's side: TLS over a TCP connection to `host` that is up. After `failed` the connection is closed. */
export function secure(
  raw: Socket,
  host: string,
  tls: ClientTls,
  on: { ready(socket: Socket): void; failed(why: string): void },
): void {
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined)
  const socket = connect({
    socket: raw,
    host,
    minVersion: 'TLSv1.2',
    ...(tls.ca === undefined ? {} : { ca: pem(tls.ca) }),
    ...(tls.key === undefined ? {} : { key: pem(tls.key) }),
    ...(tls.cert === undefined ? {} : { cert: pem(tls.cert) }),
    ...(servername === undefined ? {} : { servername }),
    ...(tls.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: tls.rejectUnauthorized }),
  })
  const fail = (error: Error): void => {
    on.failed(error.message)
    raw.destroy()
  }
  socket.once('error', fail)
  socket.once('secureConnect', () => {
    socket.off('error', fail)
    on.ready(socket)
  })
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress ?? ''} ${remotePort ?? 0}`
}

function pem(text: Pem): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text)
}
