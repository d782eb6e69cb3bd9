// TLS as a peer is given it: implicit, before the first byte of Diameter (RFC 6733 §13.1), with certificates on one or both sides.

/** PEM text or bytes. */
export type Pem = string | Uint8Array

/** The server's side. `DIAMETER_TLS_PORT` (5658) is the usual port. */
export interface ServerTls {
  readonly key: Pem
  readonly cert: Pem
  /** Whose certificates are believed; the system's authorities when not given. */
  readonly ca?: Pem
  /** True: a client without a certificate that `ca` signed is refused (mutual authentication, RFC 6733 §13.1). */
  readonly requestCert?: boolean
}

/** The client's side. */
export interface ClientTls {
  /** Whose certificates are believed; the system's authorities when not given. */
  readonly ca?: Pem
  /** Our own certificate, for a server that wants one. */
  readonly key?: Pem
  readonly cert?: Pem
  /** The name the server's certificate must bear; default: the host, unless that is an address. */
  readonly servername?: string
  /** False: a certificate that cannot be verified is accepted. */
  readonly rejectUnauthorized?: boolean
}
