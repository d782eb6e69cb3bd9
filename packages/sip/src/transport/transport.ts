// What the transaction layer needs of a transport; anything that carries bytes can be one.

/** Where bytes come from or go to. An IPv6 host may stand with or without brackets. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** What is written into Via (RFC 3261 §18.1.1). An IPv6 host stands in brackets. */
export interface SentBy {
  readonly transport: 'UDP' | 'TCP' | 'TLS'
  readonly host: string
  readonly port: number
}

/** A transport. `onMessage` is set by the transaction layer and is never called from within `send`. */
export interface SipTransport {
  /** Whether it retransmits by itself (TCP, TLS); then the machines do not. */
  readonly reliable: boolean
  readonly sentBy: SentBy
  onMessage: (bytes: Uint8Array, from: Address) => void
  /** Sends one message; a failure is thrown, or told to `failed` when it shows later. */
  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void
  close(): Promise<void>
}

/** A host as sockets want it: without the brackets of an IPv6 address. */
export function socketHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}

/** A host as URIs and Via want it: an IPv6 address in brackets. */
export function uriHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
