// What the HTTP door puts up with: each limit, its default, and what happens beyond it.

/** Limits of an HTTP door. Octets, numbers, and times in ms. */
export interface HttpLimits {
  /** Connections at once; one more is reset. */
  readonly maxConnections: number
  /** Requests at once on an HTTP/2 connection; one more is refused by its stream (RFC 9113 §5.1.2). */
  readonly maxStreams: number
  /** Header fields of one request; more is 431. */
  readonly maxHeaderBytes: number
  /** Body of one request; more is 413. */
  readonly maxBodyBytes: number
  /** Bodies being read, of all connections together; more is 503. */
  readonly maxBufferedBytes: number
  /** From the connection to its first octets, the TLS handshake included; later the connection is cut. */
  readonly firstBytesMs: number
  /** From the begin of a request to its end; later it is 408, and its connection (HTTP/1.1) or stream ends. */
  readonly requestMs: number
  /** A connection on which nothing is read for so long is ended. */
  readonly idleMs: number
}

/** The defaults. */
export const HTTP_LIMITS: HttpLimits = {
  maxConnections: 256,
  maxStreams: 100,
  maxHeaderBytes: 16_384,
  maxBodyBytes: 65_536,
  maxBufferedBytes: 16 * 1024 * 1024,
  firstBytesMs: 10_000,
  requestMs: 10_000,
  idleMs: 120_000,
}
