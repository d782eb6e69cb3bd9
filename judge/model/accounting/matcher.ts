// Gives a record its trigger when it comes, or when a trigger comes; and takes it back when the trigger came to nothing.
import type { Conference, Trigger } from '../conference'
import type { SeenRecord } from '../record'
import type { Books, Planes } from './books'
import { Candidates } from './candidates'
import type { Excuses } from './excuses'
import { HandingOn } from './handing-on'
import { Pairs } from './pairs'
import type { RecordQueue } from './queue'
import { Reassignment } from './reassignment'
import type { WaitingRecords } from './waiting-records'

export class Matcher {
  readonly handingOn: HandingOn
  readonly reassignment: Reassignment
  private readonly waiting: WaitingRecords
  private readonly candidates: Candidates
  private readonly pairs: Pairs

  constructor(planes: Planes, books: Books, waiting: WaitingRecords, queue: RecordQueue, excuses: Excuses) {
    this.waiting = waiting
    this.candidates = new Candidates(planes, books, queue, excuses)
    this.pairs = new Pairs(planes, books, this.candidates, excuses)
    this.handingOn = new HandingOn(books, waiting, this.candidates, this.pairs, excuses)
    this.reassignment = new Reassignment(planes, books, waiting, this.candidates, this.pairs, excuses)
  }

  /** Finds the trigger that explains this record and writes it down; false where none does. `only`: this trigger or none. */
  match(record: SeenRecord, conference: Conference | undefined, how: 'strict' | 'relaxed', only?: Trigger): boolean {
    if (!conference) return false
    this.reassignment.moves(record, conference)
    const trigger = this.candidates.best(record, conference, how, only && [only])
    if (trigger) this.pairs.join(record, trigger)
    if (trigger || only) return trigger !== undefined
    const { reassignment } = this
    return (
      reassignment.takesOwn(record, conference) ||
      reassignment.takesOfSession(record, conference) ||
      reassignment.takesOfLeg(record, conference)
    )
  }

  /** Explains what waits and now can be explained. */
  matchWaiting(): void {
    for (const one of this.waiting.open())
      if (!one.isLast && this.match(one.record, this.waiting.conferenceOf(one), 'strict')) one.settled = true
  }

  /** The last chance of a trigger whose time is up: any record of its conference that fits. */
  matchRelaxed(trigger: Trigger, conference: Conference): void {
    for (const one of this.waiting.open()) {
      if (trigger.record) return
      // LV-10 — one that tells nothing is of who must be charged before it is of who may be
      if (one.isLast && trigger.level === 'permitted' && isOwedElsewhere(one.record, conference)) continue
      if (this.waiting.conferenceOf(one) === conference && this.match(one.record, conference, 'relaxed', trigger))
        one.settled = true
    }
  }

  /** The trigger came to nothing, or came too late for its record: the record needs another explanation. */
  giveBack(trigger: Trigger, record: SeenRecord): void {
    this.pairs.part(trigger, record)
    // where the trigger stands, its own time is up first, and says that the record came too early
    this.waiting.add(record, trigger.level === 'void' ? 0 : (trigger.provedUs ?? 0) + (trigger.windowMs + 1) * 1000)
  }

  settled(): void {
    this.pairs.settled()
  }
}

/** Does an occasion that must be charged still wait for such a record? */
export function isOwedElsewhere(record: SeenRecord, { triggers }: Conference): boolean {
  return triggers.some(
    (one) =>
      one.level === 'owed' &&
      (one.record ?? one.late ?? one.missing ?? one.undecidable) === undefined &&
      one.types.some((type) => type === record.type) &&
      record.atUs >= one.earliestUs,
  )
}
