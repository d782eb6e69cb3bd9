// How often each record crossed CH-1, where, and what we answered: what resends, failover and buffering are judged by.
import type { SeenRecord } from './record'

/** What we answered. */
export interface Answered {
  readonly n: number
  readonly atUs: number
  readonly resultCode: number | undefined
}

/** One crossing of a record. */
export interface Sending {
  readonly record: SeenRecord
  answer?: Answered
}

export class Sendings {
  private readonly ofRecord = new WeakMap<SeenRecord, Sending[]>()
  private readonly originals = new WeakMap<SeenRecord, SeenRecord>()

  /** A record came; `original` is the one it sends again. */
  sent(record: SeenRecord, original: SeenRecord | undefined): void {
    const first = original ?? record
    const all = this.ofRecord.get(first)
    if (all) all.push({ record })
    else this.ofRecord.set(first, [{ record }])
    this.originals.set(record, first)
  }

  /** We answered this very sending. */
  answered(record: SeenRecord, answer: Answered): void {
    const sending = this.of(this.firstOf(record)).find((one) => one.record === record)
    if (sending) sending.answer = answer
  }

  /** The record as it was sent first. */
  firstOf(record: SeenRecord): SeenRecord {
    return this.originals.get(record) ?? record
  }

  /** All crossings of this record, the first one first; none for what never came. */
  of(original: SeenRecord): readonly Sending[] {
    return this.ofRecord.get(original) ?? []
  }
}

/** RFC 6733 §7.1 — 2xxx. */
export function isTaken({ answer }: Sending): boolean {
  return answer?.resultCode !== undefined && Math.floor(answer.resultCode / 1000) === 2
}

/** An error answer: whatever is no success. */
export function isRefused(sending: Sending): boolean {
  return sending.answer?.resultCode !== undefined && !isTaken(sending)
}

/** RFC 6733 §7.1.5 — 5xxx: the request failed, and is not to be attempted again. */
export function isRefusedForGood({ answer }: Sending): boolean {
  return answer?.resultCode !== undefined && Math.floor(answer.resultCode / 1000) === 5
}
