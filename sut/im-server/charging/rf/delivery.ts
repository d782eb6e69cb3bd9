// One record on its way: how often it went, to whom, and who would not have it.
import type { StampedRecord } from '../record'
import type { RfSession } from './rf-session'

/** A record on its way. */
export interface Delivery {
  readonly record: StampedRecord
  readonly session: RfSession
  /** Its name in the buffer, and its place in the order of storing, over all sessions. */
  readonly stored: number
  /** Stays through retransmissions (RFC 6733 §3); a retry after an error answer is a new request and has a new one. */
  endToEnd: number
  /** Sent with this End-to-End Identifier already, with no answer: the next sending sets T. */
  sent: boolean
  resends: number
  /** Peer the last sending went to, while its answer is awaited. */
  at: number | undefined
  /** Peers that took it and never answered. */
  readonly silent: Set<number>
  /** Peers that just said they are too busy for it. */
  readonly busy: Set<number>
  /** Peers that answered with a protocol error. */
  readonly refused: Set<number>
  /** What the last of them said. */
  refusal: number | undefined
  /** Peers a redirect named: only they are tried, while there is one. */
  redirected: ReadonlySet<number> | undefined
  readonly hops: Set<string>
  timer: unknown
  /** The timer only asks again: a peer that opens is asked at once. */
  isStored: boolean
}

/** A record that was never sent, or (`sent`) one that an earlier life of the server may have sent. */
export function newDelivery(
  record: StampedRecord,
  session: RfSession,
  o: { readonly stored: number; readonly endToEnd: number; readonly sent: boolean },
): Delivery {
  return {
    record,
    session,
    ...o,
    resends: 0,
    at: undefined,
    silent: new Set(),
    busy: new Set(),
    refused: new Set(),
    refusal: undefined,
    redirected: undefined,
    hops: new Set(),
    timer: undefined,
    isStored: false,
  }
}

/** Whether this peer is to be asked. */
export function isUsable(delivery: Delivery, peer: number): boolean {
  const { silent, busy, refused, redirected } = delivery
  return !silent.has(peer) && !busy.has(peer) && !refused.has(peer) && (redirected?.has(peer) ?? true)
}

/** For messages. */
export function nameOf({ type, number, sessionId }: StampedRecord): string {
  return `${type} ${number} of ${sessionId}`
}
