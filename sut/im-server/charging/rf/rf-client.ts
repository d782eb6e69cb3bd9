// The Rf client: one queue of records per accounting session, resends, retries elsewhere, and what waits out an outage.
import type { Timers } from '@ch1/sip'
import type { SendingIds } from '../accounting-request'
import type { StampedRecord } from '../record'
import type { RfBoundary } from '../seams'
import { actionOf } from './answer-class'
import { isUsable, nameOf, newDelivery, type Delivery } from './delivery'
import { mustDisconnect, type Realtime, type Trouble } from './realtime'
import { noStore, type RecordStore, type StoredRecord } from './record-store'
import { RfSessions, type RfSession } from './rf-session'
import type { RfAnswer, RfRoute, Sent } from './rf-route'

/** Who is told what charging demands of the rest of the server. */
export interface RfDemands {
  /** RFC 6733 §8.2 — the users that this record's session serves are to be disconnected. */
  disconnect?(record: StampedRecord, why: Trouble): void
  /** RFC 6733 §9.8.2 — interims of this session every so many seconds from now on; 0: none. */
  interimInterval?(sessionId: string, seconds: number): void
  /** The record is with an enabler. */
  delivered?(record: StampedRecord): void
}

/** What the client works with. Times in ms. */
export interface RfClientOptions<M = Uint8Array> {
  readonly route: RfRoute<M>
  readonly encode: (record: StampedRecord, ids: SendingIds) => M
  readonly nextEndToEnd: () => number
  readonly timers: Timers
  readonly acrResendMs: number
  readonly acrResends: number
  /** How long a record rests that every open peer took without an answer. */
  readonly storedRetryMs: number
  /** Most records kept; what comes when there are more finds no space. */
  readonly maxBuffered: number
  readonly store?: RecordStore
  readonly realtime: Realtime
  /** P-5XXX. */
  readonly onFailedAnswer: 'disconnect-user' | 'ignore'
  /** P-BUF: RFC 6733 §9.5 lets a newer interim overwrite an undelivered one, TS 32.299 §6.1.3.1 wants all. */
  readonly buffering: 'all-in-order' | 'overwrite'
  /** LV-18: what is sent first after a loss has T, sent before or not. */
  readonly doubtsAfterLoss?: boolean
  readonly demands?: RfDemands
  /** The seam at whom the client asks; absent: as it says itself. */
  readonly boundary?: Pick<RfBoundary, 'usable' | 'sent'>
  readonly log: (line: string) => void
}

/** An enabler that says to come again tomorrow is asked sooner all the same. */
const MOST_RETRY_AFTER_MS = 60_000

/** Delivers records: in order within an accounting session, one outstanding in each. RFC 6733 §8.2 (PendingI stores what follows) */
export class RfClient<M = Uint8Array> {
  private readonly o: RfClientOptions<M>
  private readonly sessions: RfSessions
  private readonly store: RecordStore
  private readonly byHop = new Map<string, Delivery>()
  private readonly openPeers = new Set<number>()
  private buffered = 0
  private stored = 0
  private closed = false
  private doubts = false

  constructor(options: RfClientOptions<M>) {
    this.o = options
    this.store = options.store ?? noStore
    this.sessions = new RfSessions(options.realtime)
  }

  /** Records not yet answered. */
  get size(): number {
    return this.buffered
  }

  /** Whether records of this session wait behind the outstanding one. */
  isBehind(sessionId: string): boolean {
    return (this.sessions.known(sessionId)?.queue.length ?? 0) > 1
  }

  /** Takes what an earlier life of the server left. RFC 6733 §9.4, §5.5.4 — it may have been sent then: T is set. */
  restore(left: readonly StoredRecord[]): void {
    for (const { stored, endToEnd, record } of left) {
      const session = this.sessions.of(record.sessionId)
      session.queue.push(newDelivery(record, session, { stored, endToEnd, sent: true }))
      this.stored = Math.max(this.stored, stored + 1)
      this.buffered++
    }
  }

  /** Queues a record behind the others of its session, and sends it if it is the only one. */
  submit(record: StampedRecord): void {
    if (this.closed) return
    const session = this.sessions.of(record.sessionId)
    if (session.state === 'idle') {
      this.o.log(`record ${nameOf(record)} not sent: a failed answer ended its session`)
      return
    }
    const delivery = newDelivery(record, session, { stored: this.stored++, endToEnd: this.o.nextEndToEnd(), sent: false })
    if (this.o.buffering === 'overwrite') this.overwrite(session, record)
    const { stored, endToEnd } = delivery
    const hasSpace = this.buffered < this.o.maxBuffered && this.store.put({ stored, endToEnd, record })
    this.buffered++
    session.queue.push(delivery)
    if (session.queue.length === 1) this.transmit(delivery)
    // RFC 6733 §8.2 — space matters only where the record cannot be sent.
    if (!hasSpace && delivery.at === undefined && session.queue.includes(delivery)) this.lose(delivery)
  }

  /** Takes an answer; one whose Hop-by-Hop Identifier is not known is discarded (RFC 6733 §3). */
  answered(answer: RfAnswer): void {
    const delivery = this.byHop.get(hopOf(answer))
    if (!delivery || this.closed) return
    const stranger = strangeIn(answer, delivery.record)
    if (stranger !== undefined) {
      // RFC 6733 §9.8.3 — session and number name the record; the answer to another one acknowledges nothing.
      this.o.log(`answer ignored: it is for ${stranger}, record ${nameOf(delivery.record)} was sent`)
      return
    }
    this.forgetHops(delivery)
    this.o.timers.clear(delivery.timer)
    delivery.timer = undefined
    delivery.at = undefined
    this.heed(answer, delivery)
    switch (actionOf(answer.resultCode)) {
      case 'delivered':
        this.o.demands?.delivered?.(delivery.record)
        return this.done(delivery)
      case 'store':
        this.again(delivery, answer)
        return this.later(delivery, this.waitMs(answer))
      case 'elsewhereOrStore':
        delivery.busy.add(answer.peer)
        this.again(delivery, answer)
        return this.transmit(delivery, this.waitMs(answer))
      case 'elsewhereOrFail':
        delivery.refused.add(answer.peer)
        delivery.refusal = answer.resultCode
        delivery.redirected = answer.redirectTo && answer.redirectTo.length > 0 ? new Set(answer.redirectTo) : undefined
        this.again(delivery, answer)
        return this.transmit(delivery)
      case 'failed':
        return this.failed(delivery, answer.resultCode)
    }
  }

  /** A peer is open (again): all that waits is sent, in the order it was stored. TS 32.299 §6.1.3.1 */
  peerOpened(peer: number): void {
    this.openPeers.add(peer)
    for (const delivery of this.sessions.heads()) {
      delivery.silent.delete(peer)
      if (delivery.at !== undefined || (delivery.timer !== undefined && !delivery.isStored)) continue
      this.o.timers.clear(delivery.timer)
      delivery.resends = 0
      this.transmit(delivery)
    }
  }

  /** A peer is gone or suspect: what it had not answered goes to another one, or waits. RFC 6733 §5.5.4 */
  peerLost(peer: number): void {
    if (this.openPeers.delete(peer)) this.doubts = this.o.doubtsAfterLoss === true
    for (const delivery of this.sessions.heads()) {
      if (delivery.at !== peer) continue
      this.o.timers.clear(delivery.timer)
      delivery.at = undefined
      this.transmit(delivery)
    }
    if (this.openPeers.size > 0 || this.closed) return
    // RFC 6733 §9.8.7 — DELIVER_AND_GRANT: the service only as long as there is a connection, a record to send or not.
    for (const session of [...this.sessions.all()]) this.trouble(session, session.lastRecord, 'unreachable')
  }

  /** Stops all timers; what was not answered is lost, unless the store keeps it. */
  close(): void {
    this.closed = true
    for (const delivery of this.sessions.heads()) this.o.timers.clear(delivery.timer)
    if (this.buffered > 0)
      this.o.log(`${this.buffered} unanswered records ${this.store === noStore ? 'lost at close' : 'stay in the buffer'}`)
    this.byHop.clear()
  }

  /** @param busyMs how long those that are too busy are left alone when there is no other */
  private transmit(delivery: Delivery, busyMs = this.o.acrResendMs): void {
    delivery.timer = undefined
    delivery.isStored = false
    // RFC 6733 §3 — T only on what was sent before and never answered.
    const ids = { endToEnd: delivery.endToEnd, retransmitted: delivery.sent || this.doubts }
    let sent: Sent | undefined
    try {
      sent = this.o.route.send(
        (hopByHop) => this.o.encode(delivery.record, { ...ids, hopByHop }),
        (peer) => this.asks(delivery, peer),
      )
    } catch (error) {
      this.o.log(`record ${nameOf(delivery.record)} given up: it cannot be written, ${String(error)}`)
      return this.done(delivery)
    }
    if (!sent) return this.unsent(delivery, busyMs)
    this.doubts = false
    delivery.sent = true
    delivery.at = sent.peer
    delivery.hops.add(hopOf(sent))
    this.byHop.set(hopOf(sent), delivery)
    delivery.timer = this.o.timers.set(this.o.acrResendMs, () => this.unanswered(delivery))
    this.o.boundary?.sent(delivery.record, sent)
  }

  private asks(delivery: Delivery, peer: number): boolean {
    const is = isUsable(delivery, peer)
    return this.o.boundary?.usable(delivery.record, peer, is) ?? is
  }

  // No peer takes it now: because none is open, or because each has said no or nothing.
  private unsent(delivery: Delivery, busyMs: number): void {
    if (delivery.redirected) {
      delivery.redirected = undefined // where the redirect pointed nobody is; any alternate peer may do
      return this.transmit(delivery, busyMs)
    }
    if (delivery.busy.size > 0) return this.later(delivery, busyMs)
    // RFC 6733 §7.1.3, §8.2 — refused per hop and no alternate peer: that is a failed answer.
    if (delivery.refused.size > 0 && delivery.silent.size === 0) return this.failed(delivery, delivery.refusal)
    this.trouble(delivery.session, delivery.record, 'unreachable')
    if (delivery.silent.size === 0) return // stored until a peer opens
    delivery.isStored = true
    delivery.timer = this.o.timers.set(this.o.storedRetryMs, () => {
      delivery.silent.clear()
      this.transmit(delivery)
    })
  }

  // TS 32.299 §6.1.3.2 — a bounded number of retransmissions, then the procedure for a lost connection: another peer, or the buffer.
  private unanswered(delivery: Delivery): void {
    if (delivery.resends < this.o.acrResends) {
      delivery.resends++
    } else {
      if (delivery.at !== undefined) delivery.silent.add(delivery.at)
      delivery.resends = 0
      delivery.at = undefined
    }
    this.transmit(delivery)
  }

  // RFC 6733 §3 — after an error answer it goes without T, as a new request.
  private again(delivery: Delivery, { resultCode }: RfAnswer): void {
    delivery.sent = false
    delivery.resends = 0
    delivery.endToEnd = this.o.nextEndToEnd()
    this.store.renamed(delivery.stored, delivery.endToEnd)
    this.o.log(`record ${nameOf(delivery.record)} answered ${resultCode ?? '?'}: again, elsewhere or later`)
  }

  private waitMs({ retryAfterMs = 0 }: RfAnswer): number {
    return Math.max(this.o.acrResendMs, Math.min(retryAfterMs, MOST_RETRY_AFTER_MS))
  }

  private later(delivery: Delivery, waitMs: number): void {
    delivery.timer = this.o.timers.set(waitMs, () => {
      delivery.busy.clear()
      this.transmit(delivery)
    })
  }

  /** What an answer says beside its result, whatever the result: the latest counts. */
  private heed({ resultCode = 0, interimIntervalS, realtime }: RfAnswer, { session, record }: Delivery): void {
    if (realtime !== undefined) session.realtime = realtime
    if (interimIntervalS === undefined || Math.floor(resultCode / 1000) !== 2 || record.type === 'stop') return
    this.o.demands?.interimInterval?.(session.id, interimIntervalS)
  }

  private failed(delivery: Delivery, resultCode: number | undefined): void {
    const { session, record } = delivery
    this.o.log(`record ${nameOf(record)} given up: answered ${resultCode ?? 'without Result-Code'}`)
    if (this.trouble(session, record, 'failedAnswer')) {
      session.state = 'idle' // RFC 6733 §8.2 — Idle: what was queued is not sent either
      for (const waiting of session.queue.splice(1)) this.dropped(waiting)
    }
    this.done(delivery)
  }

  private lose(delivery: Delivery): void {
    const { session, record } = delivery
    session.queue.splice(session.queue.indexOf(delivery), 1)
    this.dropped(delivery)
    this.o.log(`record ${nameOf(record)} lost: ${this.buffered} records wait already, there is no space`)
    this.trouble(session, record, 'noSpace')
  }

  /** True when the users of the session are disconnected for it. */
  private trouble(session: RfSession, record: StampedRecord | undefined, why: Trouble): boolean {
    if (record === undefined || session.disconnected || record.type === 'stop' || record.type === 'event') return false
    if (!mustDisconnect(session.realtime, why, this.o.onFailedAnswer)) return false
    session.disconnected = true
    this.o.log(`users of ${session.id} are disconnected: ${why}, ${session.realtime}`)
    this.o.demands?.disconnect?.(record, why)
    return true
  }

  // RFC 6733 §9.5 — of the interims that wait and were never sent only the newest is kept.
  private overwrite({ queue }: RfSession, { type }: StampedRecord): void {
    const last = queue.at(-1)
    if (type !== 'interim' || last?.record.type !== 'interim' || last.sent) return
    queue.pop()
    this.o.timers.clear(last.timer)
    this.dropped(last)
  }

  private dropped(delivery: Delivery): void {
    this.store.done(delivery.stored)
    this.buffered--
  }

  private done(delivery: Delivery): void {
    const { session } = delivery
    this.forgetHops(delivery)
    this.o.timers.clear(delivery.timer)
    this.dropped(delivery)
    session.lastRecord = delivery.record
    session.queue.shift()
    const [next] = session.queue
    if (next) this.transmit(next)
    else if (delivery.record.type === 'stop' || delivery.record.type === 'event') this.sessions.forget(session)
  }

  private forgetHops(delivery: Delivery): void {
    for (const hop of delivery.hops) this.byHop.delete(hop)
    delivery.hops.clear()
  }
}

/** The record an answer is for, where it says so and it is not this one. */
function strangeIn({ sessionId, type, number }: RfAnswer, record: StampedRecord): string | undefined {
  const isOther =
    (number !== undefined && number !== record.number) ||
    (type !== undefined && type !== record.type) ||
    (sessionId !== undefined && sessionId !== record.sessionId)
  return isOther ? `${type ?? 'record'} ${number ?? '?'} of ${sessionId ?? 'no session'}` : undefined
}

function hopOf(sent: Sent): string {
  return `${sent.peer}:${sent.hopByHop}`
}
