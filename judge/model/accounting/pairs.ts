// Records and the triggers that they are of: writes each pair down, and strikes it out.
import { milliseconds } from '../occurrence-text'
import { resolved, type Trigger } from '../conference'
import { isBeside } from '../matching'
import { recordName, type SeenRecord } from '../record'
import { triggerText } from '../trigger-text'
import type { Books, Planes } from './books'
import type { Candidates } from './candidates'
import { choicesByRecord } from './choice-marks'
import { NO_SESSION, type Excuses } from './excuses'
import { legOf } from './session-legs'

export class Pairs {
  private readonly planes: Planes
  private readonly books: Books
  private readonly candidates: Candidates
  private readonly excuses: Excuses
  /** Joins with a record whose INVITE has no final answer yet. */
  private readonly unsettled = new Set<Trigger>()

  constructor(planes: Planes, books: Books, candidates: Candidates, excuses: Excuses) {
    this.planes = planes
    this.books = books
    this.candidates = candidates
    this.excuses = excuses
  }

  /** This record is of this trigger. */
  join(record: SeenRecord, trigger: Trigger): void {
    if (trigger.missing) this.late(record, trigger)
    else this.explained(record, trigger)
  }

  /** It is not: the trigger has none now, and the record needs another explanation. */
  part(trigger: Trigger, record: SeenRecord): void {
    delete trigger.record
    this.books.bereft.push(trigger)
    this.unsettled.delete(trigger)
    if (trigger.kind === 'stop') this.books.stopCount -= 1
    this.books.explainedBy.delete(record)
    if (trigger.countedAsOwed) this.books.owedCount -= 1
    delete trigger.countedAsOwed
    this.books.unexplain(record.n)
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
    const session = this.books.sessions.of(record)
    this.books.choices.saw(choicesByRecord(record, trigger, this.candidates.tellsOf(record, trigger), session, profile), place)
  }

  /**
   * LV-15 — that each leg has a session of its own was said for want of an INTERIM that tells of a coming or going: here is one. It may turn out to be
   * another's (LV-08), so they are asked again when the time of a record that came now would be up.
   */
  private reopensExcused(record: SeenRecord, { conference }: Trigger): void {
    for (const one of resolved(conference).triggers) {
      if (one.undecidable !== NO_SESSION || this.excuses.hasNoSession(one)) continue
      delete one.undecidable
      one.queuedUs = Math.max(one.queuedUs ?? record.atUs, record.atUs)
      this.books.reopened.push(one)
    }
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
    if (profile.choices['P-GRAN'] === 'leg') session.leg = legOf(session, record, trigger.leg, this.books) ?? trigger.leg
    if (record.type === 'interim' && profile.choices['P-GRAN'] === 'unknown') this.reopensExcused(record, trigger)
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

/** LV-03 — of arrivals at the same time one is the START: where it came, none of the others is; where only one is left, it is that. */
function opened(group: readonly Trigger[], mayBeOfLegs: boolean): void {
  const left = group.filter(({ record }) => !record)
  if (group.some(({ record }) => record?.type === 'start'))
    for (const one of left) one.types = mayBeOfLegs ? ['interim', 'start'] : ['interim']
  else if (left.length === 1) for (const one of left) one.types = ['start']
}
