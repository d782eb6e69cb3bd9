// Before an occasion is found missing: who can do without a record gives his to who needs it, through whoever else may have it instead.
import type { Conference, Trigger } from '../conference'
import { isOfMethod } from '../matching'
import type { SeenRecord } from '../record'
import type { Books } from './books'
import type { Candidates } from './candidates'
import { goWithout, type Excuses } from './excuses'
import type { Pairs } from './pairs'
import type { WaitingRecord, WaitingRecords } from './waiting-records'

/** So many of a conference are looked at for one that can do without its record, and through whom it would be handed on. */
const MOST_LINKS = 32

export class HandingOn {
  private readonly books: Books
  private readonly waiting: WaitingRecords
  private readonly candidates: Candidates
  private readonly pairs: Pairs
  private readonly excuses: Excuses

  constructor(books: Books, waiting: WaitingRecords, candidates: Candidates, pairs: Pairs, excuses: Excuses) {
    this.books = books
    this.waiting = waiting
    this.candidates = candidates
    this.pairs = pairs
    this.excuses = excuses
  }

  /**
   * Before this one is found missing: a record that may be its own was taken for another, which can do without, or which may have that of a third,
   * and so on, down to one that can do without, or a record that nobody has. No record goes to whom it does not tell of from whom it does.
   */
  takesSpare(trigger: Trigger, conference: Conference): boolean {
    const givesTo = new Map<Trigger, Trigger>()
    const needing = [trigger]
    for (const needy of needing) {
      const spare = needy === trigger ? undefined : this.unclaimedFor(needy, conference)
      if (spare) {
        this.handOn(needy, trigger, givesTo)
        spare.settled = true
        this.pairs.join(spare.record, needy)
        return true
      }
      for (const other of conference.triggers) {
        if (needing.length > MOST_LINKS) return false
        if (other === trigger || givesTo.has(other) || !this.mayGive(other, needy, conference)) continue
        if (needy !== trigger && !isInstead(other, needy)) continue
        givesTo.set(other, needy)
        if (this.isSpare(other)) {
          this.handOn(other, trigger, givesTo)
          this.leftWithout(other)
          return true
        }
        if (isOfInterim(other)) needing.push(other)
      }
    }
    return false
  }

  private leftWithout(giver: Trigger): void {
    if (isOpen(giver)) this.books.reopened.push(giver)
    else if (this.excuses.canDoWithout(giver)) goWithout(giver)
    else giver.undecidable = 'it is late, as somebody stood still, and what came since is of who was due then'
  }

  /** From `giver`, which has none afterwards, each gives its record to who needs it, up to `last`. */
  private handOn(giver: Trigger, last: Trigger, givesTo: ReadonlyMap<Trigger, Trigger>): void {
    const links: { readonly record: SeenRecord; readonly from: Trigger; readonly to: Trigger }[] = []
    for (let from = giver; from !== last;) {
      const to = givesTo.get(from)
      if (!to || !from.record) break
      links.push({ record: from.record, from, to })
      from = to
    }
    for (const { record, from } of links) this.pairs.part(from, record)
    for (const { record, to } of links) this.pairs.join(record, to)
  }

  private mayGive(other: Trigger, needy: Trigger, conference: Conference): boolean {
    const { record } = other
    if (!record || !isOfMethod(record, needy) || record.atUs < needy.earliestUs) return false
    if (this.candidates.isToldOf(record, other) && !this.candidates.isToldOf(record, needy)) return false
    return this.candidates.fits(record, needy, conference)
  }

  private unclaimedFor(needy: Trigger, conference: Conference): WaitingRecord | undefined {
    return this.waiting
      .open()
      .find(
        (one) =>
          this.waiting.conferenceOf(one) === conference &&
          isInstead(one, needy) &&
          isOfMethod(one.record, needy) &&
          this.candidates.fits(one.record, needy, conference),
      )
  }

  /** What is late because somebody stood still may come later yet; who is due now would miss it. */
  private isSpare(trigger: Trigger): boolean {
    return isOpen(trigger) || trigger.onItsWay === true || this.excuses.canDoWithout(trigger)
  }
}

/** LV-13 — the server's BYE has no answer yet, so that nobody knows whether it must be charged. */
function isOpen({ level }: Trigger): boolean {
  return level === 'tentative'
}

/** It must be charged, and by an INTERIM: START and STOP open and close, and go from hand to hand with what they open and close. */
function isOfInterim({ level, record, opensWith, insteadOf, kind }: Trigger): boolean {
  return level === 'owed' && record?.type === 'interim' && !opensWith && !insteadOf && kind !== 'stop'
}

/** May this have the other's record for its own: one of its type, in time? */
function isInstead(
  { record }: { readonly record?: SeenRecord },
  { record: own, provedUs = Infinity, queuedUs = 0, windowMs }: Trigger,
): boolean {
  return record !== undefined && record.type === own?.type && record.atUs <= Math.max(provedUs, queuedUs) + windowMs * 1000
}
