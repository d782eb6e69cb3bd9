// What becomes of a trigger whose time is up without a record: missing, charged wrongly, excused, or not to be decided.
import type { Profile } from '../../profile/schema'
import { missingRules, speaksOf } from '../../rules'
import type { Finding } from '../../verdict'
import { conferenceName, resolved, type Trigger, type TriggerKind } from '../conference'
import { milliseconds } from '../occurrence-text'
import { recordName } from '../record'
import { decided } from '../trigger-state'
import { triggerText } from '../trigger-text'
import type { Books, Planes } from './books'
import { goWithout, NO_SESSION, type Excuses } from './excuses'
import { isOwedElsewhere, type Matcher } from './matcher'
import type { RecordQueue } from './queue'
import type { WaitingRecord, WaitingRecords } from './waiting-records'
import { STOOD_STILL } from '../../stood-still'

/** 3GPP TS 32.260 §5.2.1.0 — each trigger may be off in a node: its absence is a fail only where the vendor claims it. */
function claimOf(kind: TriggerKind): 'arrival-trigger' | 'departure-trigger' | undefined {
  if (kind === 'arrival' || kind === 'join') return 'arrival-trigger'
  return kind === 'departure' || kind === 'expulsion' ? 'departure-trigger' : undefined
}

export class Closer {
  private readonly planes: Planes
  private readonly books: Books
  private readonly waiting: WaitingRecords
  private readonly matcher: Matcher
  private readonly queue: RecordQueue
  private readonly excuses: Excuses

  constructor(planes: Planes, books: Books, waiting: WaitingRecords, matcher: Matcher, queue: RecordQueue, excuses: Excuses) {
    this.planes = planes
    this.books = books
    this.waiting = waiting
    this.matcher = matcher
    this.queue = queue
    this.excuses = excuses
  }

  /** When its time is up; undefined while nothing proves that the SUT has what makes it due. */
  dueUs(trigger: Trigger): number | undefined {
    if (decided(trigger) || (trigger.level !== 'owed' && trigger.level !== 'permitted')) return undefined
    if (trigger.provedUs === undefined) return undefined
    const sinceUs = Math.max(trigger.provedUs, trigger.queuedUs ?? trigger.provedUs)
    if (!this.isPutOff(trigger)) return sinceUs + trigger.windowMs * 1000
    const againUs = this.planes.boundary.openAgainUs
    return againUs === undefined ? undefined : Math.max(sinceUs, againUs) + trigger.windowMs * 1000
  }

  /** 3GPP TS 32.299 §6.1.3.1 — a server that keeps what it cannot deliver owes it when a Charging Enabler is there again. */
  private isPutOff(trigger: Trigger): boolean {
    const { boundary, profile } = this.planes
    const keeps = profile.choices['P-BUF'] === 'all-in-order' || profile.choices['P-BUF'] === 'overwrite'
    if (keeps && boundary.everOpen && !boundary.openSince(trigger.earliestUs)) trigger.throughOutage = true
    return trigger.throughOutage === true
  }

  close(trigger: Trigger, nowUs: number): void {
    const conference = resolved(trigger.conference)
    const dueUs = this.dueUs(trigger) ?? nowUs
    this.matcher.matchRelaxed(trigger, conference)
    if (trigger.record) return
    const unseen = this.planes.unseen.of(conference)
    if (unseen !== undefined) {
      trigger.undecidable = `no record came, but ${unseen}`
      return
    }
    const isKept = trigger.throughOutage === true && this.planes.profile.choices['P-BUF'] === 'all-in-order'
    const blind = this.blindSince(isKept ? (this.planes.boundary.openAgainUs ?? trigger.earliestUs) : trigger.earliestUs)
    if (blind === undefined) trigger.quiet = true
    const { boundary } = this.planes
    const before = this.queue.unansweredBefore(trigger, dueUs)
    const isLate = before !== undefined || boundary.laggedSince(trigger.earliestUs)
    if (isLate && boundary.openSince(trigger.earliestUs)) trigger.onItsWay = true
    if (this.excuses.canDoWithout(trigger)) {
      goWithout(trigger)
      return
    }
    if (this.matcher.handingOn.takesSpare(trigger, conference)) return
    const instead = this.wrongType(trigger) ?? this.early(trigger) // what did come is evidence, whoever was slow
    if (instead === undefined && blind !== undefined) {
      trigger.undecidable = blind
      return
    }
    if (instead === undefined && before) {
      trigger.undecidable = `no record came, but ${recordName(before)} of the same conference waits for our answer`
      return
    }
    if (instead === undefined && this.matcher.reassignment.takesOwnStop(trigger, conference)) return
    if (instead === undefined && this.excuses.wasStoppedBefore(trigger)) {
      trigger.undecidable = 'no STOP came behind the one by which the last departure was charged, and none need come'
      return
    }
    if (instead === undefined && this.excuses.hasNoSession(trigger)) {
      trigger.undecidable = NO_SESSION
      return
    }
    const nameless = instead === undefined ? this.waiting.nameless(trigger, dueUs) : undefined
    if (nameless) {
      trigger.undecidable = `${recordName(nameless)} names nobody and may be its own, or that of another conference`
      return
    }
    const claim = claimOf(trigger.kind)
    if (instead === undefined && claim !== undefined && this.planes.profile.pics[claim] === 'unknown') {
      trigger.undecidable = `no record came, and the profile does not say whether the server has the ${claim}`
      return
    }
    trigger.missing = instead ?? this.absent(trigger, nowUs)
    this.noteMissing(trigger)
  }

  /** Why nothing can be said of a record that did not come since then; undefined where something can. */
  private blindSince(fromUs: number): string | undefined {
    const { boundary } = this.planes
    if (boundary.laggedSince(fromUs)) return `${STOOD_STILL} inside the window, so a late record says nothing of the SUT`
    if (boundary.openSince(fromUs)) return undefined
    return boundary.everOpen ? 'the CH-1 peer was not open all through the window' : 'the CH-1 peer was never open'
  }

  private noteMissing(trigger: Trigger): void {
    const text = `${trigger.types[0]?.toUpperCase() ?? ''} owed for ${triggerText(trigger)}`
    const sinceUs = Math.max(trigger.provedUs ?? trigger.cause.atUs, trigger.queuedUs ?? -Infinity)
    const dueAtUs = sinceUs + trigger.windowMs * 1000
    this.books.missing.push({ trigger: trigger.cause.n, dueAtUs, text })
  }

  /** A record of another type stands where this one was owed: one root cause, one finding. */
  private wrongType(trigger: Trigger): Finding | undefined {
    const [owed] = trigger.types
    const wrong = this.waiting.waitingFor(trigger, (record, isLast) => {
      if (record.type === owed || record.type === 'event' || record.atUs < trigger.earliestUs) return false
      return !(isLast && isOwedElsewhere(record, resolved(trigger.conference))) // it tells nothing, and is of whom its type is due for
    })
    if (!wrong) return undefined
    return this.settle(wrong, trigger, {
      rule: trigger.kind === 'message' ? this.missingRule(trigger) : sequenceRule(this.planes.profile),
      signature: `${conferenceName(resolved(trigger.conference))}|${owed}|${wrong.record.type}`,
      expected: `${owed?.toUpperCase()} for ${triggerText(trigger)}`,
      actual: recordName(wrong.record),
    })
  }

  /** The record came before its trigger had reached the SUT. */
  private early(trigger: Trigger): Finding | undefined {
    const { leg, types, earliestUs } = trigger
    const sinceUs = this.earlyFromUs(trigger)
    if (sinceUs === undefined) return undefined
    const soon = this.waiting.waitingFor(
      trigger,
      (record) => types.some((type) => type === record.type) && record.atUs >= sinceUs && record.atUs < earliestUs,
    )
    if (!soon) return this.waiting.foundBefore(trigger, sinceUs)
    return this.settle(soon, trigger, {
      rule: earlyRule(trigger, this.planes.profile),
      signature: `${leg.user}|${leg.invite.n}`,
      expected: `${types[0]?.toUpperCase()} not before ${triggerText(trigger)}`,
      actual: `${recordName(soon.record)}, ${milliseconds(trigger.cause.atUs - soon.record.atUs)} before it`,
    })
  }

  /** From when on a record may be this trigger's, too early: since the INVITE, or since the BYE where P-DEP-POINT says 2xx (LV-07). */
  private earlyFromUs({ kind, leg }: Trigger): number | undefined {
    const { choices, windows } = this.planes.profile
    if (kind === 'arrival' || (kind === 'join' && choices['P-ARR-POINT'] === 'ack')) return leg.invite.atUs
    if (kind !== 'expulsion' || choices['P-DEP-POINT'] !== '2xx' || !leg.bye) return undefined
    return leg.bye.first.atUs - windows.early * 1000
  }

  private absent(trigger: Trigger, nowUs: number): Finding {
    return this.planes.findings.add({
      rule: this.missingRule(trigger),
      signature: `trigger ${trigger.id}`,
      expected: `${trigger.types[0]?.toUpperCase()} within ${trigger.windowMs} ms of ${triggerText(trigger)}`,
      actual: `none in ${milliseconds(nowUs - trigger.cause.atUs)}`,
      atUs: trigger.cause.atUs,
      events: [...lastBye(trigger), trigger.cause.n],
    })
  }

  private missingRule(trigger: Trigger): string {
    const { profile } = this.planes
    const rule = missingRules.find((one) => speaksOf(one, profile.sut.role) && one.applies(trigger))
    return rule?.id ?? sequenceRule(profile)
  }

  private settle(
    waiting: WaitingRecord,
    trigger: Trigger,
    breach: { rule: string; signature: string; expected: string; actual: string },
  ): Finding {
    const { record } = waiting
    const finding = this.planes.findings.add({ ...breach, atUs: record.atUs, events: [record.n, trigger.cause.n] })
    waiting.settled = true
    waiting.finding = finding
    this.books.explain({
      record: record.n,
      kind: 'forbidden',
      trigger: trigger.cause.n,
      text: `${recordName(record)}: ${breach.expected} was owed`,
    })
    return finding
  }
}

/** The rule on the types of a session's records. */
function sequenceRule({ sut, choices }: Profile): string {
  if (sut.role === 'controlling') return 'record-sequence'
  return choices['P-GRAN'] === 'conference' ? 'served-conference-sequence' : 'served-user-sequence' // LV-15
}

/** The rule on a record that came before its occasion. */
function earlyRule({ kind, leg }: Trigger, { sut }: Profile): string {
  if (sut.role === 'participating') return kind === 'arrival' ? 'served-arrival-early' : 'served-expulsion-missing'
  if (kind === 'join') return 'join-interim-early'
  if (kind !== 'arrival') return 'expulsion-interim-early'
  return leg.referred ? 'refer-interim-early' : 'arrival-interim-early'
}

/** Where an invitation that came to nothing ended the conference: the BYE that left nobody in. */
function lastBye({ kind, leg, cause, conference }: Trigger): readonly number[] {
  if (kind !== 'stop' || leg.bye) return []
  const byes = resolved(conference).legs.flatMap(({ bye }) => (bye && bye.first.n < cause.n ? [bye.first.n] : []))
  return byes.length > 0 ? [Math.max(...byes)] : []
}
