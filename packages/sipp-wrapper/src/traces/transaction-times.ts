// Measures transactions in the short message trace: from the first sending of a request to its first final response.
import { Samples, type Distribution } from './distribution'
import type { ShortMessage } from './short-message-trace'

const mostOpen = 200_000

/** Collects the times of the transactions SIPp began, by method. ACK has no response and is left out. */
export class TransactionTimes {
  /** Requests that were sent again, with the same Call-ID, CSeq and first line. */
  resent = 0
  private readonly sentAtMs = new Map<string, number>()
  private readonly byMethod = new Map<string, Samples>()

  /** Takes the next message of the trace. */
  add(message: ShortMessage): void {
    if (message.cseq === undefined || message.cseq.method === 'ACK') return
    const key = `${message.cseq.number} ${message.cseq.method} ${message.callId}`
    const status = /^SIP\/2\.0 (\d{3})/.exec(message.firstLine)?.[1]
    if (message.direction === 'sent' && status === undefined) {
      if (this.sentAtMs.has(key)) this.resent += 1
      else this.begin(key, message.timeMs)
    } else if (message.direction === 'received' && status !== undefined && status >= '200') {
      this.end(key, message.cseq.method, message.timeMs)
    }
  }

  /** Requests whose final response is not in the trace. */
  get unanswered(): number {
    return this.sentAtMs.size
  }

  /** One distribution a method. */
  distributions(): ReadonlyMap<string, Distribution> {
    const all = new Map<string, Distribution>()
    for (const [method, samples] of this.byMethod) {
      const distribution = samples.distribution()
      if (distribution) all.set(method, distribution)
    }
    return all
  }

  private begin(key: string, timeMs: number): void {
    // The oldest goes first: a peer that never answers must not fill the memory.
    if (this.sentAtMs.size >= mostOpen) this.sentAtMs.delete(this.sentAtMs.keys().next().value ?? '')
    this.sentAtMs.set(key, timeMs)
  }

  private end(key: string, method: string, timeMs: number): void {
    const sentAtMs = this.sentAtMs.get(key)
    if (sentAtMs === undefined) return
    this.sentAtMs.delete(key)
    const samples = this.byMethod.get(method) ?? new Samples()
    this.byMethod.set(method, samples)
    // Whole microseconds, as SIPp wrote them.
    samples.add(Math.max(0, Math.round((timeMs - sentAtMs) * 1_000) / 1_000))
  }
}
