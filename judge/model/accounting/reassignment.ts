// A record is given to who came first, and told better by what comes later: then it is taken back, and goes to whose it is.
import type { Conference, Trigger } from '../conference'
import { isBeside } from '../matching'
import type { SeenRecord } from '../record'
import { namedLeg } from '../record-owner'
import type { Books, Planes } from './books'
import { mayBeByTime } from './by-time'
import { isOpened, type Candidates } from './candidates'
import { NO_SESSION, type Excuses } from './excuses'
import type { Pairs } from './pairs'
import { misplacedStart } from './session-legs'
import type { WaitingRecords } from './waiting-records'

export class Reassignment {
  private readonly planes: Planes
  private readonly books: Books
  private readonly waiting: WaitingRecords
  private readonly candidates: Candidates
  private readonly pairs: Pairs
  private readonly excuses: Excuses

  constructor(planes: Planes, books: Books, waiting: WaitingRecords, candidates: Candidates, pairs: Pairs, excuses: Excuses) {
    this.planes = planes
    this.books = books
    this.waiting = waiting
    this.candidates = candidates
    this.pairs = pairs
    this.excuses = excuses
  }

  /**
   * ch1-facts C9 — a record that names its leg takes the occasion from one that names the first leg, whatever that is of, and has another: the
   * re-INVITE of the first leg and the arrival of another, say, charged in any order (LV-03).
   */
  takesOwn(record: SeenRecord, conference: Conference): boolean {
    const { sip, plane } = this.planes
    const named = namedLeg(record, sip, plane)
    if (named === undefined || conference.firsts.includes(named)) return false
    for (const trigger of conference.triggers) {
      const { record: other } = trigger
      if (trigger.leg !== named || other === undefined || namedLeg(other, sip, plane) === named) continue
      if (!this.candidates.fits(record, trigger, conference) || this.candidates.isTooLate(record, trigger)) continue
      const others = conference.triggers.filter((one) => one !== trigger && one.missing === undefined)
      const next = this.candidates.best(other, conference, 'strict', others)
      if (next === undefined) continue
      this.pairs.part(trigger, other)
      this.pairs.join(other, next)
      this.pairs.join(record, trigger)
      return true
    }
    return false
  }

  /**
   * RFC 6733 §8.2, §9.5 — one that tells of nobody in the conference was put there by time alone: the occasion is taken from it by a START that tells
   * whose it is, and from one under a Session-Id that nothing opened by a record of a session that a START did.
   */
  takesOfSession(record: SeenRecord, conference: Conference): boolean {
    const { sessions } = this.books
    if (!isOpened(sessions.of(record))) return false
    for (const trigger of conference.triggers) {
      const { record: other } = trigger
      if (other === undefined || trigger.level === 'void') continue
      const isOpening = record.type === 'start' && this.candidates.tellsOf(record, trigger)
      if (!isOpening && isOpened(sessions.of(other))) continue
      if (conference.triggers.some((one) => this.candidates.tellsOf(other, one))) continue
      if (!this.candidates.fits(record, trigger, conference)) continue
      this.pairs.part(trigger, other)
      this.waiting.add(other)
      this.pairs.join(record, trigger)
      return true
    }
    return false
  }

  /**
   * LV-08, LV-14, LV-15 — the START of a leg's session takes the coming from an INTERIM that was there before it, and may be of the leg's re-INVITE, or
   * of a further device, or one by time; its STOP takes the going.
   */
  takesOfLeg(record: SeenRecord, conference: Conference): boolean {
    if (record.type !== 'start' && record.type !== 'stop') return false
    for (const trigger of conference.triggers) {
      const { record: other } = trigger
      if (other?.type !== 'interim' || trigger.kind === 'start' || !this.candidates.isToldOf(record, trigger)) continue
      const beside = conference.triggers.filter((one) => isBeside(one) && one.leg === trigger.leg)
      const next = this.candidates.best(other, conference, 'strict', beside)
      const isByTime = mayBeByTime(other, this.books.sessions.of(other), this.planes.profile)
      if ((next === undefined && !isByTime) || !this.candidates.fits(record, trigger, conference)) continue
      this.pairs.part(trigger, other)
      if (next) this.pairs.join(other, next)
      else this.waiting.addLast(other)
      this.pairs.join(record, trigger)
      return true
    }
    return false
  }

  /** LV-15 — the START of its session named nobody, and was taken for that of another leg than this record names. */
  moves(record: SeenRecord, conference: Conference): void {
    const misplaced = misplacedStart(record, conference, this.planes, this.books)
    if (!misplaced) return
    const { start, from, to } = misplaced
    const { record: other } = to
    this.pairs.part(from, start)
    if (other) this.pairs.part(to, other)
    this.pairs.join(start, to)
    if (other) this.pairs.join(other, from)
    else this.books.reopened.push(from)
  }

  /** The STOP of the session that started when this one came was taken for another's, who has no session, or for the end when that one left. */
  takesOwnStop(trigger: Trigger, { triggers }: Conference): boolean {
    if (trigger.kind === 'stop' || !trigger.types.includes('stop')) return false
    const other = triggers.find((one) => one.record?.type === 'stop' && one !== trigger && this.excuses.hasNoSession(one))
    const record = other?.record
    if (!other || !record || record.atUs < trigger.earliestUs) return false
    const { records } = this.books.sessions.of(record)
    if (!records.some((one) => one.type === 'start' && this.books.explainedBy.get(one)?.leg === trigger.leg)) return false
    this.pairs.part(other, record)
    other.undecidable = NO_SESSION
    this.pairs.join(record, trigger)
    return true
  }
}
