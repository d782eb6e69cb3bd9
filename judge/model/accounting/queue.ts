// Records of one session go one after another, each when the one before was answered (RFC 6733 §8.2): whoever is behind others waits for us too.
import { resolved, type Conference, type Trigger } from '../conference'
import type { SeenRecord } from '../record'
import type { Books, Planes } from './books'

export class RecordQueue {
  private readonly planes: Planes
  private readonly books: Books

  constructor(planes: Planes, books: Books) {
    this.planes = planes
    this.books = books
  }

  /** This trigger's record was sent, or answered by us, at `atUs`: those of `open` that came later were not to be sent before. */
  moved(trigger: Trigger, open: readonly Trigger[], atUs: number): void {
    for (const one of open)
      if (one !== trigger && !one.record && this.isBehind(one, trigger)) one.queuedUs = Math.max(one.queuedUs ?? atUs, atUs)
  }

  /** A record that this trigger's would have to wait for, and that we did not answer yet. */
  unansweredBefore(trigger: Trigger): SeenRecord | undefined {
    for (const record of this.books.sessions.waitingForUs()) {
      const other = this.books.explainedBy.get(record)
      if (other && other !== trigger && this.isBehind(trigger, other)) return record
    }
    return undefined
  }

  // LV-03 — what happened at the same time is charged in any order: an event lies between its message and the proof of its receipt
  private isBehind(one: Trigger, other: Trigger): boolean {
    const lastUs = Math.max(one.cause.atUs, one.provedUs ?? one.cause.atUs)
    const sameConference = conferenceOf(one) === conferenceOf(other)
    return sameConference && lastUs >= other.cause.atUs - this.planes.profile.windows.grain * 1000
  }
}

function conferenceOf(trigger: Trigger): Conference {
  return resolved(trigger.conference)
}
