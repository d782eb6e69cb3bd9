// What the peers of a stream transport may cost us at most: bytes, connections and time, each with its default.

/** Every bound has a test. */
export interface StreamLimits {
  /** Start line and header fields of one message; more: the connection is closed. */
  readonly maxHeaderBytes: number
  /** A whole message; a request that claims more is answered 413, and the connection is closed. */
  readonly maxMessageBytes: number
  /** Connections that peers open; one more is closed at once. */
  readonly maxConnections: number
  /** Connections that we open; a message that would need one more is not sent. */
  readonly maxOutgoingConnections: number
  /** Bytes that one connection waits to write; a message beyond is not sent. */
  readonly maxWriteBytes: number
  /** Bytes that all connections hold, read and unwritten; a connection that asks for more is closed. */
  readonly maxBufferedBytes: number
  /** From the call to an open connection, TLS handshake included; in both directions. */
  readonly connectMs: number
  /** From the first byte of a message to its last; longer: the connection is closed. */
  readonly halfMessageMs: number
  /** From the first byte that could not be written until it could; longer: the connection is closed. */
  readonly stalledWriteMs: number
  /** A connection that carried nothing for so long (at most twice so long) is closed. */
  readonly idleMs: number
}

/** The bounds where none are given. */
export const DEFAULT_STREAM_LIMITS: StreamLimits = {
  maxHeaderBytes: 65_536,
  maxMessageBytes: 1_048_576,
  maxConnections: 256,
  maxOutgoingConnections: 256,
  maxWriteBytes: 4_194_304,
  maxBufferedBytes: 67_108_864,
  connectMs: 10_000,
  halfMessageMs: 10_000,
  stalledWriteMs: 30_000,
  idleMs: 600_000,
}
