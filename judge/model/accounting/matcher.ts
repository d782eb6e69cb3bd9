// Gives a record its trigger, and takes it back when the trigger came to nothing.
import { milliseconds } from '../occurrence-text'
import { resolved, type Conference, type Trigger } from '../conference'
import { bestTrigger, isBeside, isOfMethod, partyIn, type Choice } from '../matching'
import { recordName, type SeenRecord } from '../record'
import { namedLeg } from '../record-owner'
import { isRefused, isRefusedForGood, isTaken, type Sending } from '../sendings'
import type { Session } from '../sessions'
import { lastUs } from '../trigger-state'
import { triggerText } from '../trigger-text'
import type { Books, Planes } from './books'
import { choicesByRecord } from './choice-marks'
import { NO_SESSION, NOT_OWED, type Excuses } from './excuses'
import type { RecordQueue } from './queue'
import { legOf, misplacedStart } from './session-legs'
import type { WaitingRecords } from './waiting-records'

export class Matcher {
  private readonly planes: Planes
  private readonly books: Books
  private readonly waiting: WaitingRecords
  private readonly queue: RecordQueue
  private readonly excuses: Excuses
  /** Sessions with a record that names another leg, or another user, than the first one. */
  private readonly tellLegs = new WeakSet<Session>()
  /** Joins with a record whose INVITE has no final answer yet. */
  private readonly unsettled = new Set<Trigger>()
  /** The occasions for which a record was too late when it came. */
  private readonly past = new WeakMap<SeenRecord, Set<Trigger>>()

  constructor(planes: Planes, books: Books, waiting: WaitingRecords, queue: RecordQueue, excuses: Excuses) {
    this.planes = planes
    this.books = books
    this.waiting = waiting
    this.queue = queue
    this.excuses = excuses
  }

  /** Finds the trigger that explains this record and writes it down; false where none does. `only`: this trigger or none. */
  match(record: SeenRecord, conference: Conference | undefined, how: 'strict' | 'relaxed', only?: Trigger): boolean {
    if (!conference) return false
    this.moves(record, conference)
    const triggers = (only ? [only] : conference.triggers).filter((one) => !this.isPast(one, record))
    const trigger = bestTrigger(record, triggers, this.choiceFor(record, conference, how))
    if (!trigger) return only === undefined && this.takesOwn(record, conference)
    if (trigger.missing) this.late(record, trigger)
    else this.explained(record, trigger)
    return true
  }

  /**
   * LV-08, LV-10, LV-14 — what may be charged is charged as soon as what must be, P-DELAY from when the SUT surely knows of it: else any record ever
   * after is explained by a re-INVITE. Where something held the server up when the record came, it stays open; what happens later excuses nothing.
   */
  private isPast(trigger: Trigger, record: SeenRecord): boolean {
    const past = this.past.get(record) ?? new Set<Trigger>()
    if (past.has(trigger)) return true
    const { boundary, profile } = this.planes
    const untilUs = lastUs(trigger, profile)
    if (trigger.onItsWay || untilUs === undefined || record.atUs <= untilUs) return false
    if (!boundary.openSince(trigger.earliestUs) || boundary.laggedWithin(trigger.earliestUs, untilUs)) return false
    if (this.queue.unansweredBefore(trigger, record.atUs)) return false
    // RFC 6733 §8.2 — behind a record that was refused, and goes again; but not for longer than P-DELAY once that was taken, or refused for good
    const answeredUs = ({ answer }: Sending): number => answer?.atUs ?? Infinity
    const wasRefused = (one: Sending): boolean => isRefused(one) && answeredUs(one) <= record.atUs
    const isDone = (one: Sending): boolean =>
      (isTaken(one) || isRefusedForGood(one)) && answeredUs(one) + trigger.windowMs * 1000 < record.atUs
    const holdsUp = (sendings: readonly Sending[]): boolean => sendings.some(wasRefused) && !sendings.some(isDone)
    if (this.books.sessions.of(record).records.some((one) => holdsUp(this.books.sendings.of(one)))) return false
    this.past.set(record, past.add(trigger))
    return true
  }

  private choiceFor(record: SeenRecord, conference: Conference, how: Choice['how']): Choice {
    const { sip, plane } = this.planes
    const session = this.books.sessions.of(record)
    const { creator } = conference
    const named = namedLeg(record, sip, plane)
    // LV-01 — a START may come before its own 2xx tells who the first leg is: it names that one
    const isOther = named !== undefined && named !== creator && record.type !== 'start'
    if (isOther || namesAnother(record, conference)) this.tellLegs.add(session)
    return {
      ...{ named, creator, how },
      sip: legOf(session, record, this.books),
      tellsLegs: this.tellLegs.has(session),
      isOfWhole: this.isWhole(session),
      isOfOnly: this.isOnly(session, conference),
    }
  }

  /**
   * ch1-facts C9 — a record that names its leg takes the occasion from one that names the first leg, whatever that is of, and has another: the
   * re-INVITE of the first leg and the arrival of another, say, charged in any order (LV-03).
   */
  private takesOwn(record: SeenRecord, conference: Conference): boolean {
    const { sip, plane } = this.planes
    const named = namedLeg(record, sip, plane)
    if (named === undefined || named === conference.creator) return false
    for (const trigger of conference.triggers) {
      const { record: other } = trigger
      if (trigger.leg !== named || other === undefined || namedLeg(other, sip, plane) === named) continue
      delete trigger.record
      const isOwn = bestTrigger(record, [trigger], this.choiceFor(record, conference, 'strict')) !== undefined
      const others = conference.triggers.filter((one) => one !== trigger && one.missing === undefined && !this.isPast(one, other))
      const next = isOwn ? bestTrigger(other, others, this.choiceFor(other, conference, 'strict')) : undefined
      trigger.record = other
      if (next === undefined) continue
      this.takeBack(trigger, other)
      this.explained(other, next)
      this.explained(record, trigger)
      return true
    }
    return false
  }

  /** LV-15 — the START of its session named nobody, and was taken for that of another leg than this record names. */
  private moves(record: SeenRecord, conference: Conference): void {
    const misplaced = misplacedStart(record, conference, this.planes, this.books)
    if (!misplaced) return
    const { start, from, to } = misplaced
    const { record: other } = to
    this.takeBack(from, start)
    if (other) this.takeBack(to, other)
    this.explained(start, to)
    if (other) this.explained(other, from)
    else this.books.reopened.push(from)
  }

  private isWhole({ records }: Session): boolean {
    return records.some((one) => {
      const trigger = one.type === 'interim' ? this.books.explainedBy.get(one) : undefined
      if (trigger === undefined || isBeside(trigger)) return false
      // LV-08 — the session of a leg, too, has an interim for its re-INVITE, which may have been taken for somebody's coming
      return !this.excuses.mayBeBeside(one, resolved(trigger.conference).triggers)
    })
  }

  /** A record that may be of this one, which must have it, was taken for one that can do without: it is this one's, unless it tells of the other. */
  takesSpare(trigger: Trigger, conference: Conference): boolean {
    const isSpare = (other: Trigger): boolean => {
      const { record } = other
      if (!record || !isOfMethod(record, trigger) || !(isOpen(other) || this.excuses.canDoWithout(other))) return false
      if (this.tellsOf(record, other) && !this.tellsOf(record, trigger)) return false
      return bestTrigger(record, [trigger], this.choiceFor(record, conference, 'strict')) !== undefined
    }
    const other = conference.triggers.find(isSpare)
    const record = other?.record
    if (!other || !record) return false
    this.takeBack(other, record)
    if (isOpen(other)) this.books.reopened.push(other)
    else other.undecidable = NOT_OWED
    this.explained(record, trigger)
    return true
  }

  private tellsOf(record: SeenRecord, { leg }: Trigger): boolean {
    return namedLeg(record, this.planes.sip, this.planes.plane) === leg || partyIn(record, leg.user)
  }

  /** The STOP of the session that started when this one came was taken for another's, who has no session, or for the end when that one left. */
  takesOwnStop(trigger: Trigger, { triggers }: Conference): boolean {
    if (trigger.kind === 'stop' || !trigger.types.includes('stop')) return false
    const other = triggers.find((one) => one.record?.type === 'stop' && one !== trigger && this.excuses.hasNoSession(one))
    const record = other?.record
    if (!other || !record || record.atUs < trigger.earliestUs) return false
    const { records } = this.books.sessions.of(record)
    if (!records.some((one) => one.type === 'start' && this.books.explainedBy.get(one)?.leg === trigger.leg)) return false
    this.takeBack(other, record)
    other.undecidable = NO_SESSION
    this.explained(record, trigger)
    return true
  }

  /** A Session-Id under which nothing was opened is a wrong one, not one of several (RFC 6733 §8.2). */
  private isOnly(session: Session, conference: Conference): boolean {
    const declared = this.planes.profile.choices['P-GRAN']
    if (declared !== 'unknown') return declared === 'conference' // LV-15: then another one is a wrong one, whatever opened it
    const others = this.books.sessions.ofConference(conference).filter((one) => one !== session && isOpened(one)).length
    return others === 0 || (others === 1 && !isOpened(session))
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
    this.takeBack(trigger, record)
    // where the trigger stands, its own time is up first, and says that the record came too early
    this.waiting.add(record, trigger.level === 'void' ? 0 : (trigger.provedUs ?? 0) + (trigger.windowMs + 1) * 1000)
  }

  /** An INVITE of a joiner was accepted, a MESSAGE has its final response: only then does a record for it show a choice. */
  settled(): void {
    for (const trigger of this.unsettled) {
      if (!isAnswered(trigger)) continue
      this.unsettled.delete(trigger)
      if (trigger.record) this.tellChoices(trigger.record, trigger)
    }
  }

  private tellChoices(record: SeenRecord, trigger: Trigger): void {
    const { profile, boundary, unseen } = this.planes
    // what stood still, or waited for our answer to the one before it, chose nothing
    if (unseen.of(trigger.conference) !== undefined || boundary.laggedSince(trigger.earliestUs)) return
    if ((trigger.queuedUs ?? 0) > trigger.cause.atUs) return
    // LV-08 — nor did one that may be of a re-INVITE, where a record names the first leg whatever it is of
    if (!isBeside(trigger) && this.excuses.mayBeBeside(record, resolved(trigger.conference).triggers)) return
    const place = { n: record.n, atUs: record.atUs, text: triggerText(trigger) }
    this.books.choices.saw(
      choicesByRecord(record, trigger, this.tellsOf(record, trigger), this.books.sessions.of(record), profile),
      place,
    )
  }

  private takeBack(trigger: Trigger, record: SeenRecord): void {
    delete trigger.record
    this.books.bereft.push(trigger)
    this.unsettled.delete(trigger)
    if (trigger.kind === 'stop') this.books.stopCount -= 1
    this.books.explainedBy.delete(record)
    if (trigger.countedAsOwed) this.books.owedCount -= 1
    delete trigger.countedAsOwed
    this.books.unexplain(record.n)
  }

  private late(record: SeenRecord, trigger: Trigger): void {
    trigger.late = record
    const latencyUs = record.atUs - trigger.cause.atUs
    if (trigger.missing) {
      const text = `; ${recordName(record)}, came ${milliseconds(latencyUs)} after it, too late`
      this.planes.findings.extend(trigger.missing, text, [record.n])
    }
    this.books.explain({
      record: record.n,
      kind: 'owed',
      trigger: trigger.cause.n,
      latencyUs,
      text: `${recordName(record)}, is late for ${triggerText(trigger)}`,
    })
  }

  private explained(record: SeenRecord, trigger: Trigger): void {
    const { profile } = this.planes
    trigger.record = record
    this.books.explainedBy.set(record, trigger)
    delete trigger.undecidable
    if (trigger.opensWith) opened(trigger.opensWith, profile.choices['P-GRAN'] === 'unknown')
    if (trigger.level !== 'permitted') {
      this.books.owedCount += 1
      this.books.lastOwedUs = record.atUs
      trigger.countedAsOwed = true
    }
    if (trigger.kind === 'stop') this.books.stopCount += 1
    const session = this.books.sessions.of(record)
    if (profile.choices['P-GRAN'] === 'leg') session.leg = legOf(session, record, this.books) ?? trigger.leg
    if ((trigger.kind === 'join' || trigger.kind === 'message') && !isAnswered(trigger)) this.unsettled.add(trigger)
    else this.tellChoices(record, trigger)
    const latencyUs = record.atUs - trigger.cause.atUs
    if (trigger.kind === 'start' && trigger.throughOutage !== true)
      this.books.slowestStartUs = Math.max(this.books.slowestStartUs, latencyUs)
    this.books.explain({
      record: record.n,
      kind: trigger.level === 'permitted' ? 'permitted' : 'owed',
      trigger: trigger.cause.n,
      latencyUs,
      text: `${recordName(record)}, is explained by ${triggerText(trigger)} (event ${trigger.cause.n}), ${milliseconds(latencyUs)} ${latencyUs < 0 ? 'before' : 'after'} it`,
    })
  }
}

function isAnswered({ kind, leg }: Trigger): boolean {
  return leg.answer !== undefined || (kind === 'message' && leg.refusal !== undefined)
}

/** LV-13 — the server's BYE has no answer yet, so that nobody knows whether it must be charged. */
function isOpen({ level }: Trigger): boolean {
  return level === 'tentative'
}

function isOpened({ records }: Session): boolean {
  return records.some(({ type }) => type === 'start')
}

/** LV-03 — of arrivals at the same time one is the START: where it came, none of the others is; where only one is left, it is that. */
function opened(group: readonly Trigger[], mayBeOfLegs: boolean): void {
  const left = group.filter(({ record }) => !record)
  if (group.some(({ record }) => record?.type === 'start'))
    for (const one of left) one.types = mayBeOfLegs ? ['interim', 'start'] : ['interim']
  else if (left.length === 1) for (const one of left) one.types = ['start']
}

/** Do its parties tell of a user of the conference who is not the first? */
function namesAnother(record: SeenRecord, { legs, creator }: Conference): boolean {
  return legs.some(({ user }) => user !== creator?.user && partyIn(record, user))
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
