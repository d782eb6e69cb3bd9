// Which trigger of its conference a record is of: what is known of the record, and for what it is too late.
import { bestTrigger, partyIn, type Choice } from '../matching'
import { resolved, type Conference, type Trigger } from '../conference'
import type { SeenRecord } from '../record'
import { namedLeg } from '../record-owner'
import { isRefused, isRefusedForGood, isTaken, type Sending } from '../sendings'
import type { Session } from '../sessions'
import { lastUs } from '../trigger-state'
import type { Books, Planes } from './books'
import type { Excuses } from './excuses'
import type { RecordQueue } from './queue'
import { isOfWhole, legOf } from './session-legs'

export class Candidates {
  private readonly planes: Planes
  private readonly books: Books
  private readonly queue: RecordQueue
  private readonly excuses: Excuses
  /** Sessions with a record that names another leg than the first one, and those with one that names another user. */
  private readonly tellLegs = new WeakSet<Session>()
  private readonly tellUsers = new WeakSet<Session>()
  /** The occasions for which a record was too late when it came. */
  private readonly past = new WeakMap<SeenRecord, Set<Trigger>>()

  constructor(planes: Planes, books: Books, queue: RecordQueue, excuses: Excuses) {
    this.planes = planes
    this.books = books
    this.queue = queue
    this.excuses = excuses
  }

  /** The best of these that has no record yet; undefined where this is none of theirs. */
  best(
    record: SeenRecord,
    conference: Conference,
    how: Choice['how'],
    among: readonly Trigger[] = conference.triggers,
  ): Trigger | undefined {
    const endedId = this.endBefore(record, conference)
    const triggers = among.filter((one) => one.id > endedId && !this.isPast(one, record))
    return bestTrigger(record, triggers, this.choiceFor(record, conference, how))
  }

  /**
   * RFC 6733 §8.8 — the id of the end of the life before the one whose START opened its session: whoever came or went by then is not its own; -1 where
   * there is none.
   */
  private endBefore(record: SeenRecord, { triggers }: Conference): number {
    const opening = this.books.sessions.of(record).records.find(({ type }) => type === 'start')
    const opener = opening && this.books.explainedBy.get(opening)
    if (opener?.kind !== 'start') return -1
    return triggers.findLast(({ kind, level, id }) => kind === 'stop' && level !== 'void' && id < opener.id)?.id ?? -1
  }

  /** Might it be this one's, had this one none? */
  fits(record: SeenRecord, trigger: Trigger, conference: Conference): boolean {
    const { record: own } = trigger
    delete trigger.record
    const isFit = bestTrigger(record, [trigger], this.choiceFor(record, conference, 'strict')) !== undefined
    if (own) trigger.record = own
    return isFit
  }

  /** Does it tell that it is of this one? ch1-facts C9 — where every record names the first leg, that means nothing. */
  isToldOf(record: SeenRecord, { leg, conference }: Trigger): boolean {
    if (partyIn(record, leg.user)) return true
    const isFirst = resolved(conference).firsts.includes(leg) && !this.tellLegs.has(this.books.sessions.of(record))
    return !isFirst && namedLeg(record, this.planes.sip, this.planes.plane) === leg
  }

  /** Does it name the leg of this one, or its user? */
  tellsOf(record: SeenRecord, { leg }: Trigger): boolean {
    return namedLeg(record, this.planes.sip, this.planes.plane) === leg || partyIn(record, leg.user)
  }

  /**
   * LV-08, LV-10, LV-14 — what may be charged is charged as soon as what must be, P-DELAY from when the SUT surely knows of it: else any record ever
   * after is explained by a re-INVITE. Where something held the server up when the record came, it stays open; what happens later excuses nothing.
   */
  private isPast(trigger: Trigger, record: SeenRecord): boolean {
    const past = this.past.get(record) ?? new Set<Trigger>()
    if (past.has(trigger)) return true
    const untilUs = lastUs(trigger, this.planes.profile)
    if (trigger.onItsWay || untilUs === undefined || record.atUs <= untilUs) return false
    if (!this.isBehind(record, trigger, this.heldUntilUs(record, trigger, untilUs, isRefused))) return false
    this.past.set(record, past.add(trigger))
    return true
  }

  /** Was it sent when the time of this one, which has another's record, was up? Of one that has none a finding says so. */
  isTooLate(record: SeenRecord, trigger: Trigger): boolean {
    const { provedUs, queuedUs = 0, windowMs } = trigger
    if (trigger.onItsWay || provedUs === undefined) return false
    const untilUs = Math.max(provedUs, queuedUs) + windowMs * 1000
    return (
      record.atUs > untilUs &&
      this.isBehind(
        record,
        trigger,
        this.heldUntilUs(record, trigger, untilUs, () => true),
      )
    )
  }

  /** Did nothing keep the server from sending it by then, nor us from seeing it? */
  private isBehind(record: SeenRecord, trigger: Trigger, heldUs: number): boolean {
    if (record.atUs <= heldUs || this.queue.unansweredBefore(trigger, heldUs)) return false
    const { boundary } = this.planes
    return boundary.openWithin(trigger.earliestUs, heldUs) && !boundary.laggedWithin(trigger.earliestUs, heldUs)
  }

  /**
   * RFC 6733 §8.2 — behind a record that was refused, and goes again, the others of its session wait; but not for longer than P-DELAY once that was
   * taken, or refused for good, and not behind one that first left when their own time was up. `holds`: of what sending that is so.
   */
  private heldUntilUs(record: SeenRecord, { windowMs }: Trigger, untilUs: number, holds: (sending: Sending) => boolean): number {
    let heldUs = untilUs
    const answeredUs = ({ answer }: Sending): number => answer?.atUs ?? Infinity
    for (const one of this.books.sessions.of(record).records) {
      if (one.atUs > heldUs) break
      const sendings = this.books.sendings.of(one)
      if (!sendings.some((sending) => holds(sending) && answeredUs(sending) <= record.atUs)) continue
      const done = sendings.filter((sending) => isTaken(sending) || isRefusedForGood(sending))
      heldUs = Math.max(heldUs, Math.min(...done.map(answeredUs)) + windowMs * 1000)
    }
    return heldUs
  }

  private choiceFor(record: SeenRecord, conference: Conference, how: Choice['how']): Choice {
    const { sip, plane } = this.planes
    const session = this.books.sessions.of(record)
    const { firsts } = conference
    const named = namedLeg(record, sip, plane)
    const isOther = named !== undefined && !firsts.includes(named)
    // LV-01 — a record may come before the 2xx tells who the first leg is, and a START before that of a later life: it may name that one
    if (firsts.length > 0 && isOther && record.type !== 'start') this.tellLegs.add(session)
    if (firsts.length > 0 && namesAnother(record, conference)) this.tellUsers.add(session)
    return {
      ...{ named, firsts, how },
      // ch1-facts C9 — the first leg may be named whatever the record is of
      sip: legOf(session, record, isOther ? named : undefined, this.books),
      tellsLegs: this.tellLegs.has(session),
      tellsUsers: this.tellUsers.has(session),
      isOfWhole: isOfWhole(session, this.books, this.excuses),
      isOfOnly: this.isOnly(session, conference),
    }
  }

  /** A Session-Id under which nothing was opened is a wrong one, not one of several (RFC 6733 §8.2). */
  private isOnly(session: Session, conference: Conference): boolean {
    const declared = this.planes.profile.choices['P-GRAN']
    if (declared !== 'unknown') return declared === 'conference' // LV-15: then another one is a wrong one, whatever opened it
    const others = this.books.sessions.ofConference(conference).filter((one) => one !== session && isOpened(one)).length
    return others === 0 || (others === 1 && !isOpened(session))
  }
}

/** Did a START open it (RFC 6733 §9.5)? */
export function isOpened({ records }: Session): boolean {
  return records.some(({ type }) => type === 'start')
}

/** Do its parties tell of a user of the conference who is not the first? */
function namesAnother(record: SeenRecord, { legs, firsts }: Conference): boolean {
  return legs.some(({ user }) => firsts.every((first) => first.user !== user) && partyIn(record, user))
}
