// What peers are made of as seen from outside: identity, timers, states, links, and the hooks that watch them.
import type { CodecError } from '../codec-error'
import type { DiameterMessage } from '../message'

/** Who we say we are in capabilities exchange and watchdogs. */
export interface Identity {
  readonly originHost: string
  readonly originRealm: string
  readonly productName: string
  readonly vendorId: number
  readonly supportedVendorIds: readonly number[]
  /** Accounting applications offered; 3 is base accounting, 0xffffffff a relay. */
  readonly acctApplicationIds: readonly number[]
  /** Default: the local address of the connection. */
  readonly hostIpAddresses?: readonly string[]
  /** Grows with every restart (RFC 6733 §8.16); left out of messages when not given. */
  readonly originStateId?: number
}

/** Milliseconds, each 30 000 unless given. */
export interface PeerTimers {
  /** Tc: the pause before connecting again (RFC 6733 §2.1). */
  readonly tcMs: number
  /** Tw: silence after which a watchdog is sent (RFC 3539 §3.4.1), spread by ±1/15. */
  readonly twMs: number
  /** How long connecting, and then the capabilities exchange, may take. */
  readonly cerTimeoutMs?: number
}

/**
 * `connected`: the transport is up. `open`: capabilities were exchanged. `suspect`: one Tw without the watchdog's answer.
 * `closing`: a DPR was sent or received. `refused`: capabilities did not match; `closed` follows. `closed`: the transport is gone.
 */
export type PeerState = 'connected' | 'open' | 'suspect' | 'closing' | 'closed' | 'refused'

/** One connection. */
export interface PeerLink {
  /** Counts the connections (of a client: the attempts) from 1. */
  readonly conn: number
  /** `host:port`, IPv6 hosts in brackets; empty until connected. */
  readonly local: string
  readonly remote: string
  /** What the other side said in its CER or CEA; empty before. */
  readonly remoteIdentity: { readonly originHost?: string; readonly originRealm?: string }
}

/** Hooks, all optional. They are called in the midst of things and must not throw. */
export interface PeerEvents {
  /** Exactly one whole message: before it is written (`out`), right after it was read (`in`). */
  wire?(dir: 'in' | 'out', bytes: Uint8Array, link: PeerLink): void
  state?(state: PeerState, link: PeerLink, why?: string): void
  /** Bytes that cannot be framed. The connection is reset next (RFC 6733 §2.1). */
  garbage?(bytes: Uint8Array, why: CodecError, link: PeerLink): void
}

/** Takes a request that is not of the base protocol, in state open; `answer` takes the whole answer, now or later, or never. */
export type RequestHandler = (request: DiameterMessage, link: PeerLink, answer: (bytes: Uint8Array) => void) => void

/** A request was made while no peer was open. */
export class PeerClosed extends Error {
  override readonly name = 'PeerClosed'
}
