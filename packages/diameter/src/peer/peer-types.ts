// What peers are made of as seen from outside: identity, timers, states, links, and the hooks that watch them.
import type { CodecError } from '../codec-error'
import type { DiameterMessage } from '../message'

/** The port of Diameter over TCP (RFC 6733 §2.1). */
export const DIAMETER_PORT = 3868
/** The port of Diameter over TLS from the first byte (RFC 6733 §2.1). */
export const DIAMETER_TLS_PORT = 5658

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
 * `connected`: the transport is up. `open`: capabilities were exchanged. `suspect`: not to be used for new requests, because a Tw passed
 * without the watchdog's answer, or because a connection that was lost came back and has not yet answered three watchdogs (SUSPECT and
 * REOPEN of RFC 3539; `why` says which). `closing`: a DPR was sent or received. `refused`: capabilities did not match, or the election
 * was lost; `closed` follows. `closed`: the transport is gone.
 */
export type PeerState = 'connected' | 'open' | 'suspect' | 'closing' | 'closed' | 'refused'

/** After which loss a peer that is back must answer three watchdogs before it is used (RFC 3539 §3.4.1, REOPEN). */
export type ReopenAfter = 'watchdog' | 'loss' | 'never'

/** Who the other side says it is. */
export interface RemoteIdentity {
  readonly originHost?: string
  readonly originRealm?: string
  /** As last told in a CER, CEA, DWR or DWA. */
  readonly originStateId?: number
  /** From its DPR, when it said goodbye. */
  readonly disconnectCause?: number
}

/** One connection. */
export interface PeerLink {
  /** Counts the connections (of a client: the attempts) from 1. */
  readonly conn: number
  /** `host:port`, IPv6 hosts in brackets: `[::1]:3868`; empty until connected. */
  readonly local: string
  readonly remote: string
  /** What the other side said in its CER or CEA; empty before. */
  readonly remoteIdentity: RemoteIdentity
}

/** Hooks, all optional. They are called in the midst of things and must not throw. */
export interface PeerEvents {
  /**
   * Exactly one whole message: before it is written (`out`), right after it was read (`in`). `bytes` is a view: what is read lies in the
   * chunk of the socket, what is written belongs to its sender. Whoever keeps it after the call copies it.
   */
  wire?(dir: 'in' | 'out', bytes: Uint8Array, link: PeerLink): void
  state?(state: PeerState, link: PeerLink, why?: string): void
  /** Bytes that cannot be framed, at most the first 64 KiB of them. The connection is reset next (RFC 6733 §2.1). */
  garbage?(bytes: Uint8Array, why: CodecError, link: PeerLink): void
  /** Bytes written by `send` that are not one whole message. */
  rawSent?(bytes: Uint8Array, link: PeerLink): void
  /** RFC 3539 §3.4.1 — requests should go elsewhere from now on; `unanswered` are the Hop-by-Hop Identifiers still without an answer. */
  failover?(link: PeerLink, unanswered: readonly number[], why: string): void
  /** RFC 3539 §3.4.1 — the peer may be used again. */
  failback?(link: PeerLink, why: string): void
  /** RFC 6733 §8.16 — the peer's Origin-State-Id grew: it lost the state it had. */
  restarted?(link: PeerLink, originStateId: number, before: number): void
  /** A connection was not taken; `remote` is `host:port`. */
  turnedAway?(remote: string, why: string): void
}

/** Takes a request that is not of the base protocol, in state open; `answer` takes the whole answer, now or later, or never. */
export type RequestHandler = (request: DiameterMessage, link: PeerLink, answer: (bytes: Uint8Array) => void) => void

/**
 * Takes the frame of a request that is not of the base protocol (257, 280, 282), in state open, before anything of it is decoded beyond
 * its header. True: it was taken. False: it is decoded and handed to `onRequest`. `bytes` is a view of what was read: valid until the call
 * returns, to be copied by whoever keeps it. Answers given before it returns leave in one write with those of the same read.
 */
export type FrameHandler = (bytes: Uint8Array, link: PeerLink, answer: (bytes: Uint8Array) => void) => boolean

/** A result of one's own for a CER; 2xxx opens the connection. */
export interface CerVerdict {
  readonly resultCode: number
  readonly errorMessage?: string
  /** With 2xxx: the peer must answer three watchdogs before it is used (RFC 3539 §3.4.1, REOPEN). */
  readonly reopen?: boolean
  /** With 2xxx: called when the connection is open, for what a server asks of its clients. */
  readonly opened?: (connection: OpenConnection) => void
}

/** A connection as its owner uses it. */
export interface OpenConnection {
  /** Sends a request; throws `PeerClosed` unless open. `answered` gets its answer, if one comes. */
  request(
    build: (ids: { readonly hopByHop: number }) => Uint8Array,
    answered?: (answer: DiameterMessage) => void,
  ): { readonly hopByHop: number }
  /** Whether the connection after this one begins in REOPEN; for use when this one has ended. */
  mustReopen(after: ReopenAfter): boolean
}

/** What to do with a CER: a result of one's own, no answer at all, or (undefined) what RFC 6733 says. */
export type CerDecision = CerVerdict | 'ignore' | undefined

/** Decides at once, or later: until then the CER waits for its answer, though not beyond the time a CER may take. */
export type CerHandler = (cer: DiameterMessage, link: PeerLink) => CerDecision | Promise<CerDecision>

/** What to do with a DWR. */
export type DwrHandler = (link: PeerLink) => 'answer' | 'ignore'

/** A request was made while no peer was open. */
export class PeerClosed extends Error {
  override readonly name = 'PeerClosed'
}
