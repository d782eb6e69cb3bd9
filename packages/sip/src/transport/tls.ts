// SIP over TLS (RFC 3261 §26.2.1): both ends show certificates, or the server alone.
import { isIP } from 'node:net'
import { connect, createServer, type ConnectionOptions } from 'node:tls'
import { SipTransportError } from '../errors'
import { plainHost, shown } from './hosts'
import { StreamTransport, type StreamOptions, type StreamSockets } from './stream-transport'

/** PEM text or bytes. */
export type Pem = string | Uint8Array

/** Certificates of a transport, which is server to those that call it and client to those it calls. */
export interface TlsOptions {
  readonly key: Pem
  readonly cert: Pem
  /** Whose certificates are believed; the system's authorities when not given. */
  readonly ca?: Pem | undefined
  /** True: who calls without a certificate that `ca` signed is refused (mutual authentication, RFC 5922 §7). */
  readonly requestCert?: boolean | undefined
  /** The name that the certificate of whom we call must bear; default: the host called. */
  readonly servername?: string | undefined
  /** False: whom we call need not show a certificate that can be verified. */
  readonly rejectUnauthorized?: boolean | undefined
}

/** What a TLS transport is made of. */
export interface TlsTransportOptions extends StreamOptions {
  readonly tls: TlsOptions
}

/** A TLS listener and its connections as a SIP transport. */
export class TlsTransport extends StreamTransport {
  private constructor(o: TlsTransportOptions) {
    super(tlsSockets(o.tls), o)
  }

  /** Listens; rejects with {@link SipTransportError}, also for a key or certificate that cannot be used. */
  static override async bind(o: TlsTransportOptions): Promise<TlsTransport> {
    const transport = made(o, () => new TlsTransport(o))
    await transport.listen(o)
    return transport
  }
}

function made(o: TlsTransportOptions, make: () => TlsTransport): TlsTransport {
  try {
    return make()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new SipTransportError(`cannot begin TLS at ${shown(o)} with this key and certificate: ${why}`, { cause })
  }
}

function tlsSockets(tls: TlsOptions): StreamSockets {
  const own = {
    key: pem(tls.key),
    cert: pem(tls.cert),
    ...(tls.ca === undefined ? {} : { ca: pem(tls.ca) }),
    minVersion: 'TLSv1.2',
  } as const satisfies ConnectionOptions
  return {
    name: 'TLS',
    opensWith: 'secureConnect',
    connect: ({ host, port }) => {
      const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined)
      return connect({
        ...{ ...own, host, port },
        ...(servername === undefined ? {} : { servername }),
        ...(tls.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: tls.rejectUnauthorized }),
      })
    },
    server: ({ connectMs }, on) => {
      const isMutual = tls.requestCert === true
      const o = { ...own, requestCert: isMutual, rejectUnauthorized: isMutual, handshakeTimeout: connectMs }
      const server = createServer(o, (socket) => on.accepted(socket))
      server.on('tlsClientError', (cause, socket) => {
        const from = { host: plainHost(socket.remoteAddress ?? '?'), port: socket.remotePort ?? 0, transport: 'TLS' } as const
        on.refused(new SipTransportError(`${shown(from)}: the TLS handshake failed: ${cause.message}`, { cause }))
        socket.destroy()
      })
      return server
    },
  }
}

function pem(text: Pem): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text)
}
