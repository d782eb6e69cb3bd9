// What the transaction layer needs of a transport; anything that carries bytes can be one.
import type { SipParseError } from '../errors'

/** Transports by the name they bear in Via (RFC 3261 §20.42). */
export type TransportName = 'UDP' | 'TCP' | 'TLS'

/** Where bytes come from or go to. An IPv6 host may stand with or without brackets. */
export interface Address {
  readonly host: string
  readonly port: number
  /** By which transport; a lone transport carries everything, a {@link TransportSet} chooses by it. */
  readonly transport?: TransportName
  /** The connection that bytes came on; what is sent there goes back over it while it is open. */
  readonly connection?: number
}

/** What is written into Via (RFC 3261 §18.1.1). An IPv6 host stands in brackets. */
export interface SentBy {
  readonly transport: TransportName
  readonly host: string
  readonly port: number
}

/** How a message travels. */
export interface Carrier {
  /** Whether it retransmits by itself (TCP, TLS); then the machines do not. */
  readonly reliable: boolean
  readonly sentBy: SentBy
}

/** A transport. Its callbacks are set by the transaction layer and are never called from within `send`. */
export interface SipTransport extends Carrier {
  onMessage: (bytes: Uint8Array, from: Address) => void
  /** Bytes of a stream that are no SIP; the connection they came on is closed. */
  onGarbage?: (bytes: Uint8Array, why: SipParseError, from: Address) => void
  /** A connection broke: no answer will come over it to what went to this address. */
  onLost?: (to: Address, why: Error) => void
  /** Where several are joined: all of them. */
  readonly carriers?: readonly Carrier[]
  /** Where several are joined: which one takes a request of so many bytes there; undefined when none can. */
  carrierFor?(to: Address, bytes: number): Carrier | undefined
  /** Sends one message; a failure is thrown, or told to `failed` when it shows later. */
  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void
  close(): Promise<void>
}

/** The port where none is written: 5061 for TLS, 5060 otherwise (RFC 3261 §18.2.2, §19.1.2). */
export function defaultPort(transport: string | undefined): number {
  return transport === 'TLS' ? 5061 : 5060
}

/** A host as sockets want it: without the brackets of an IPv6 address. */
export function socketHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}

/** A host as URIs and Via want it: an IPv6 address in brackets. */
export function uriHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
