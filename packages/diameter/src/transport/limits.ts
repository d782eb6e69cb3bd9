// What a peer may cost us at most: bytes, connections and time, each with its default.

/** Every bound is tested and listed in docs/diameter-limits.md. */
export interface Limits {
  /** A message that claims to be longer cannot be framed: reset. */
  readonly maxMessageBytes: number
  /** Connections of one server; one more is closed at once. */
  readonly maxConnections: number
  /** Connections from one address; one more is closed at once. */
  readonly maxConnectionsPerHost: number
  /** Bytes one connection waits to write; more: reset. */
  readonly maxWriteBytes: number
  /** Bytes all connections of a server (or a client's one) hold for reading and for writing; who asks for more is reset. */
  readonly maxBufferedBytes: number
  /** Requests of ours on one connection without an answer; the oldest is forgotten. */
  readonly maxPendingRequests: number
  /** From the connection (TLS: its handshake included) to a whole CER; longer: reset. Default: `timers.cerTimeoutMs`. */
  readonly idleCerMs: number
  /** From the first byte of a message to its last; longer: reset. */
  readonly partialFrameMs: number
  /** From the first byte that could not be written until it could; longer: reset. */
  readonly stalledWriteMs: number
}

/** The bounds where none are given. */
export const DEFAULT_LIMITS: Limits = {
  maxMessageBytes: 1_048_576,
  maxConnections: 256,
  maxConnectionsPerHost: 128,
  maxWriteBytes: 16_777_216,
  maxBufferedBytes: 67_108_864,
  maxPendingRequests: 65_536,
  idleCerMs: 30_000,
  partialFrameMs: 10_000,
  stalledWriteMs: 30_000,
}
