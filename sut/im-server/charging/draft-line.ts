// Drafts on their way to their numbers: at once, or after a while, in order within a conference. LV-02, LV-03, LV-11
import type { Timers } from '@ch1/sip'
import type { RecordDraft } from './record'

/** What a line is made with. Times in ms. */
export interface DraftLineOptions {
  readonly timers: Timers
  /** LV-03: drafts wait so long for others of their kind, and go in the other order. */
  readonly reorderMs?: number | undefined
  readonly out: (draft: RecordDraft) => void
}

const MOST_WAITING = 20_000

interface Waiting {
  readonly drafts: RecordDraft[]
  timer: unknown
}

/** What waits for nothing goes through at once. */
export class DraftLine {
  private readonly o: DraftLineOptions
  private readonly batches = new Map<string, Waiting>()
  private readonly later = new Set<unknown>()

  constructor(o: DraftLineOptions) {
    this.o = o
  }

  add(draft: RecordDraft): void {
    if (draft.afterMs !== undefined && this.later.size < MOST_WAITING) {
      this.flush(draft.cause.conference)
      const timer: unknown = this.o.timers.set(draft.afterMs, () => {
        this.later.delete(timer)
        this.o.out(draft)
      })
      this.later.add(timer)
    } else if (this.o.reorderMs === undefined || this.batches.size >= MOST_WAITING) this.o.out(draft)
    else this.gather(draft, this.o.reorderMs)
  }

  /** Nothing comes out any more. */
  close(): void {
    for (const { timer } of this.batches.values()) this.o.timers.clear(timer)
    for (const timer of this.later) this.o.timers.clear(timer)
    this.batches.clear()
    this.later.clear()
  }

  // Only what overlaps is turned round: arrivals of different users, or departures of different users.
  private gather(draft: RecordDraft, ms: number): void {
    const { conference } = draft.cause
    const batch = this.batches.get(conference)
    if (batch && isAlike(batch.drafts, draft)) {
      batch.drafts.push(draft)
      return
    }
    this.flush(conference)
    if (draft.type !== 'interim') return this.o.out(draft)
    this.batches.set(conference, { drafts: [draft], timer: this.o.timers.set(ms, () => this.flush(conference)) })
  }

  private flush(conference: string): void {
    const batch = this.batches.get(conference)
    if (!batch) return
    this.batches.delete(conference)
    this.o.timers.clear(batch.timer)
    for (const draft of batch.drafts.reverse()) this.o.out(draft)
  }
}

function isAlike(drafts: readonly RecordDraft[], { type, cause, byTime }: RecordDraft): boolean {
  return drafts.every(
    (one) =>
      one.type === type &&
      byTime === undefined &&
      one.byTime === undefined &&
      one.cause.kind === cause.kind &&
      one.cause.leg.user !== cause.leg.user,
  )
}
