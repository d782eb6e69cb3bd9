// The wire of a participant: what carries its SIP messages between the user agent and the SIP/IP core, byte for byte.
import type { Address } from '@ch1/sip'

/** What not every wire can do: bytes that are no SIP, TLS, one Call-ID in two dialogs, timing finer than a few ms. */
export type WireAbility = 'raw' | 'tls' | 'sameCallIdTwice' | 'exactTiming'

/** What a wire leaves behind: evidence files, log entries nobody can explain, and its own message counts. */
export interface WireEnd {
  readonly files: readonly string[]
  readonly unexplained: readonly string[]
  readonly sent: number
  readonly received: number
}

/** One connection of a participant to the core. It knows nothing of dialogs or transactions. */
export interface Wire {
  readonly can: ReadonlySet<WireAbility>
  readonly engine: 'sipp' | 'socket'
  /** Where its messages come from: the participant's Contact, and the endpoint to register at the core. */
  readonly local: Address
  /** The process that carries it, where it is one of its own. */
  readonly pid?: number
  readonly version?: string
  /** Resolves when the bytes are on the wire; rejects when they cannot be sent. Sends of one dialog stay in order. */
  send(bytes: Uint8Array): Promise<void>
  /** Sets the one listener for messages; what came before is kept for it (bounded). */
  onMessage(listener: (bytes: Uint8Array) => void): void
  /** Sets the one listener for an end nobody asked for; `why` names the process and its log. */
  onEnd(listener: (why: string) => void): void
  /** Ends it, within about a second. A second call gives the same answer. */
  stop(): Promise<WireEnd>
}
