// Records of one session go one after another, each when the one before was answered (RFC 6733 §8.2): whoever is behind others waits for us too.
import { resolved, type Conference, type Trigger } from '../conference'
import type { SeenRecord } from '../record'
import { isOfMethod } from '../matching'
import { namedLeg } from '../record-owner'
import { isOverdue } from '../trigger-state'
import type { Books, Planes } from './books'
import type { Excuses } from './excuses'
import { isOfWhole } from './session-legs'

export class RecordQueue {
  private readonly planes: Planes
  private readonly books: Books
  private readonly excuses: Excuses

  constructor(planes: Planes, books: Books, excuses: Excuses) {
    this.planes = planes
    this.books = books
    this.excuses = excuses
  }

  /** We answered this record at `atUs`: those of `open` that stood behind it were not to be sent before. */
  moved(record: SeenRecord, open: readonly Trigger[], atUs: number): void {
    const conference = this.conferenceOf(record)
    const behind = open.filter((one) => !one.record && resolved(one.conference) === conference)
    if (behind.length === 0) return
    const sinceUs = this.causedUs(record)
    for (const one of behind)
      if (this.isSince(one, sinceUs) && !isOverdue(one, record.atUs, this.planes.profile))
        one.queuedUs = Math.max(one.queuedUs ?? atUs, atUs)
  }

  /** A record that this trigger's would have to wait for, and that we did not answer yet: it was sent before the trigger's time was up. */
  unansweredBefore(trigger: Trigger, dueUs: number): SeenRecord | undefined {
    for (const record of this.books.sessions.waitingForUs())
      if (record.atUs <= dueUs && this.isBehind(trigger, record)) return record
    return undefined
  }

  /**
   * May this trigger's record have waited for that one? LV-03 — what happened at the same time is charged in any order: an event lies
   * between its message and the proof of its receipt. A record that no event explains, such as an interim by time, stands where it was sent;
   * one that does not tell whose it is may be that of any event before that has none.
   */
  private isBehind(trigger: Trigger, record: SeenRecord): boolean {
    if (resolved(trigger.conference) !== this.conferenceOf(record)) return false
    return this.isSince(trigger, this.causedUs(record))
  }

  private isSince(trigger: Trigger, sinceUs: number): boolean {
    const lastUs = Math.max(trigger.cause.atUs, trigger.provedUs ?? trigger.cause.atUs)
    return lastUs >= sinceUs - this.planes.profile.windows.grain * 1000
  }

  private causedUs(record: SeenRecord): number {
    const trigger = this.books.explainedBy.get(record)
    if (!trigger) return record.atUs
    const { leg, cause } = trigger
    const { sip, plane } = this.planes
    const { firsts, triggers } = resolved(trigger.conference)
    const isTold = !firsts.includes(leg) && namedLeg(record, sip, plane) === leg
    // LV-15 — of a conference that is accounted as a whole START and STOP are nobody's coming or going
    const isOfAll = record.type !== 'interim' && isOfWhole(this.books.sessions.of(record), this.books, this.excuses)
    const perhaps = triggers.filter(
      (one) =>
        one.level !== 'void' &&
        (!isTold || one.leg === leg) &&
        !(isOfAll && one.types.length > 1) &&
        isOfMethod(record, one) &&
        (one.record ?? one.late ?? one.missing) === undefined &&
        one.types.some((type) => type === record.type) &&
        record.atUs >= one.earliestUs &&
        (one.onItsWay || !isOverdue(one, record.atUs, this.planes.profile)),
    )
    return Math.min(cause.atUs, ...perhaps.map((one) => one.cause.atUs))
  }

  private conferenceOf(record: SeenRecord): Conference | undefined {
    const conference = this.books.explainedBy.get(record)?.conference ?? this.books.sessions.of(record).conference
    return conference && resolved(conference)
  }
}
