// The Rf client: one queue of records per accounting session, resends, retries, and what waits out an outage.
import type { Timers } from '@ch1/sip'
import type { SendingIds } from './accounting-request'
import { RESULT } from '@ch1/diameter'
import { classOf } from './answer-class'
import type { StampedRecord } from './record'

/** The way to the Charging Enablers, numbered in order of preference. `M` is what the binding sends: bytes of an ACR, or a record. */
export interface RfRoute<M = Uint8Array> {
  /** Sends through the first open peer that `usable` allows; undefined when there is none. @throws what `encode` throws */
  send(encode: (hopByHop: number) => M, usable: (peer: number) => boolean): Sent | undefined
}

/** Where a message went, and under which Hop-by-Hop Identifier its answer will come. */
export interface Sent {
  readonly peer: number
  readonly hopByHop: number
}

/** What an answer to an ACR says. */
export interface RfAnswer extends Sent {
  /** Result-Code, or the code of Experimental-Result; undefined when the answer has neither. */
  readonly resultCode: number | undefined
  /** The enabler says when to come again (HTTP: Retry-After). */
  readonly retryAfterMs?: number
}

/** What the client works with. Times in ms. */
export interface RfClientOptions<M = Uint8Array> {
  readonly route: RfRoute<M>
  readonly encode: (record: StampedRecord, ids: SendingIds) => M
  readonly nextEndToEnd: () => number
  readonly timers: Timers
  readonly acrResendMs: number
  readonly acrResends: number
  /** Most records kept; the newest is lost when there are more. */
  readonly maxBuffered?: number
  readonly log: (line: string) => void
}

/** An enabler that says to come again tomorrow is asked sooner all the same. */
const MOST_RETRY_AFTER_MS = 60_000

/** A record on its way. */
interface Pending {
  readonly record: StampedRecord
  readonly session: string
  /** Place in the order of storing, over all sessions. */
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
  readonly hops: Set<string>
  timer: unknown
}

/** Delivers records: in order within an accounting session, one outstanding in each. RFC 6733 §8.2 (PendingI stores what follows) */
export class RfClient<M = Uint8Array> {
  private readonly o: RfClientOptions<M>
  private readonly queues = new Map<string, Pending[]>()
  private readonly byHop = new Map<string, Pending>()
  private buffered = 0
  private stored = 0
  private closed = false

  constructor(options: RfClientOptions<M>) {
    this.o = options
  }

  /** Records not yet answered. */
  get size(): number {
    return this.buffered
  }

  /** Queues a record behind the others of its conference, and sends it if it is the only one. */
  submit(record: StampedRecord): void {
    if (this.closed) return
    if (this.buffered >= (this.o.maxBuffered ?? 100_000)) {
      this.o.log(`record ${nameOf(record)} lost: ${this.buffered} records wait already`)
      return
    }
    const session = record.cause.conference
    const pending = newPending(record, session, this.stored++, this.o.nextEndToEnd())
    const queue = this.queues.get(session)
    this.buffered++
    if (queue) {
      queue.push(pending)
      return
    }
    this.queues.set(session, [pending])
    this.transmit(pending)
  }

  /** Takes an answer; one whose Hop-by-Hop Identifier is not known is discarded (RFC 6733 §3). */
  answered(answer: RfAnswer): void {
    const pending = this.byHop.get(hopOf(answer))
    if (!pending || this.closed) return
    this.forgetHops(pending)
    this.o.timers.clear(pending.timer)
    pending.at = undefined
    const { resultCode } = answer
    switch (classOf(resultCode)) {
      case 'delivered':
        return this.done(pending)
      case 'later':
        return this.retry(pending, answer)
      case 'failed':
        // TS 32.299 §6.1 — offline charging does not disturb the session: this record is given up, the next is tried.
        this.o.log(`record ${nameOf(pending.record)} given up: answered ${resultCode ?? 'without Result-Code'}`)
        return this.done(pending)
    }
  }

  /** A peer is open (again): all that waits is sent, in the order it was stored. TS 32.299 §6.1.3.1 */
  peerOpened(peer: number): void {
    for (const pending of this.heads()) {
      pending.silent.delete(peer)
      if (this.waits(pending)) {
        pending.resends = 0
        this.transmit(pending)
      }
    }
  }

  /** A peer is gone or suspect: what it had not answered goes to another one, or waits. RFC 6733 §5.5.4 */
  peerLost(peer: number): void {
    for (const pending of this.heads()) {
      if (pending.at !== peer) continue
      this.o.timers.clear(pending.timer)
      pending.at = undefined
      this.transmit(pending)
    }
  }

  /** Stops all timers; what was not answered is lost (the buffer is memory). */
  close(): void {
    this.closed = true
    for (const pending of this.heads()) this.o.timers.clear(pending.timer)
    if (this.buffered > 0) this.o.log(`${this.buffered} unanswered records lost at close`)
    this.queues.clear()
    this.byHop.clear()
    this.buffered = 0
  }

  /** @param busyMs how long those that are too busy are left alone when there is no other */
  private transmit(pending: Pending, busyMs = this.o.acrResendMs): void {
    // RFC 6733 §3 — T only on what was sent before and never answered.
    const ids = { endToEnd: pending.endToEnd, retransmitted: pending.sent }
    let sent: Sent | undefined
    try {
      sent = this.o.route.send(
        (hopByHop) => this.o.encode(pending.record, { ...ids, hopByHop }),
        (peer) => !pending.silent.has(peer) && !pending.busy.has(peer),
      )
    } catch (error) {
      this.o.log(`record ${nameOf(pending.record)} given up: it cannot be written, ${String(error)}`)
      return this.done(pending)
    }
    pending.timer = undefined
    if (!sent) return pending.busy.size > 0 ? this.later(pending, busyMs) : undefined // waits for a peer
    pending.sent = true
    pending.at = sent.peer
    pending.hops.add(hopOf(sent))
    this.byHop.set(hopOf(sent), pending)
    pending.timer = this.o.timers.set(this.o.acrResendMs, () => this.unanswered(pending))
  }

  // TS 32.299 §6.1.3.2 — a bounded number of retransmissions, then the procedure for a lost connection: another peer, or the buffer.
  private unanswered(pending: Pending): void {
    if (pending.resends < this.o.acrResends) {
      pending.resends++
    } else {
      if (pending.at !== undefined) pending.silent.add(pending.at)
      pending.resends = 0
      pending.at = undefined
    }
    this.transmit(pending)
  }

  // RFC 6733 §8.2 — a temporary failure: the record is kept. §3: without T, because an answer came; so it is a new request.
  private retry(pending: Pending, { peer, resultCode, retryAfterMs = 0 }: RfAnswer): void {
    pending.sent = false
    pending.resends = 0
    pending.endToEnd = this.o.nextEndToEnd()
    const waitMs = Math.max(this.o.acrResendMs, Math.min(retryAfterMs, MOST_RETRY_AFTER_MS))
    this.o.log(`record ${nameOf(pending.record)} answered ${resultCode ?? '?'}: again elsewhere, or in ${waitMs} ms`)
    if (resultCode !== RESULT.TOO_BUSY) return this.later(pending, waitMs)
    // RFC 6733 §7.1.3 — a peer that is too busy: an alternate one takes it at once, if there is one.
    pending.busy.add(peer)
    this.transmit(pending, waitMs)
  }

  private later(pending: Pending, waitMs: number): void {
    pending.timer = this.o.timers.set(waitMs, () => {
      pending.busy.clear()
      this.transmit(pending)
    })
  }

  private done(pending: Pending): void {
    this.forgetHops(pending)
    this.o.timers.clear(pending.timer)
    this.buffered--
    const queue = this.queues.get(pending.session)
    queue?.shift()
    const next = queue?.[0]
    if (next) this.transmit(next)
    else this.queues.delete(pending.session)
  }

  private forgetHops(pending: Pending): void {
    for (const hop of pending.hops) this.byHop.delete(hop)
    pending.hops.clear()
  }

  private heads(): readonly Pending[] {
    return [...this.queues.values()].flatMap((queue) => queue.slice(0, 1)).sort((a, b) => a.stored - b.stored)
  }

  private waits(pending: Pending): boolean {
    return pending.at === undefined && pending.timer === undefined
  }
}

function newPending(record: StampedRecord, session: string, stored: number, endToEnd: number): Pending {
  return {
    record,
    session,
    stored,
    endToEnd,
    sent: false,
    resends: 0,
    at: undefined,
    silent: new Set(),
    busy: new Set(),
    hops: new Set(),
    timer: undefined,
  }
}

function nameOf(record: StampedRecord): string {
  return `${record.type} ${record.number} of ${record.sessionId}`
}

function hopOf(sent: Sent): string {
  return `${sent.peer}:${sent.hopByHop}`
}
