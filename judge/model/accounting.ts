// Owed against seen: gives every record its trigger, every due trigger its record, and a reason to each leftover of both.
import type { Findings } from '../findings'
import type { Profile } from '../profile/schema'
import { forbiddenRules, missingRules, recordRules } from '../rules'
import type { Leftover } from '../rules/rule'
import type { Explanation, Finding, MissingRecord } from '../verdict'
import type { Boundary } from './boundary'
import { conferenceName, resolved, type Conference, type Trigger } from './conference'
import type { ConferencePlane } from './conference-plane'
import { recordName, type SeenRecord } from './record'
import { Sessions, type Session } from './sessions'
import type { SipPlane } from './sip-plane'
import { bestTrigger } from './matching'
import { conferenceByTime, namedLeg } from './record-owner'
import { milliseconds, occurrenceText } from './occurrence-text'
import { decided, releasedByServer } from './trigger-state'
import { triggerText } from './trigger-text'

/** A record without an explanation, until `deadlineUs` or for good (`finding`). */
interface Unexplained {
  readonly record: SeenRecord
  readonly session: Session
  readonly deadlineUs: number
  finding?: Finding
  settled: boolean
}

export class Accounting {
  readonly sessions = new Sessions()
  readonly explanations: Explanation[] = []
  readonly missing: MissingRecord[] = []
  readonly choices = new Map<string, Set<string>>()
  recordCount = 0
  owedCount = 0
  stopCount = 0
  private readonly unexplained: Unexplained[] = []
  private readonly profile: Profile
  private readonly sip: SipPlane
  private readonly plane: ConferencePlane
  private readonly boundary: Boundary
  private readonly findings: Findings
  /** Triggers not decided yet, oldest first. */
  private open: Trigger[] = []
  private known = 0

  constructor(o: { profile: Profile; sip: SipPlane; plane: ConferencePlane; boundary: Boundary; findings: Findings }) {
    this.profile = o.profile
    this.sip = o.sip
    this.plane = o.plane
    this.boundary = o.boundary
    this.findings = o.findings
  }

  /** An ACR came. */
  seen(record: SeenRecord): void {
    this.recordCount += 1
    const original = this.sessions.original(record)
    const session = this.sessions.of(record)
    const named = namedLeg(record, this.sip, this.plane)
    const namedConference = named && this.plane.conferenceOf(named)
    const owner = session.conference && resolved(session.conference)
    const mixed = owner && namedConference && namedConference !== owner ? owner : undefined
    const conference = mixed ? namedConference : (owner ?? namedConference ?? conferenceByTime(record, this.open))
    this.checkRecord(record, session, conference, mixed, original !== undefined)
    this.sessions.asked(record)
    if (original) {
      this.explain({
        record: record.n,
        kind: 'duplicate',
        text: `${recordName(record)}, is event ${original.n} sent again${record.resent ? ', T flag set' : ''}`,
      })
      return
    }
    session.records.push(record)
    if (conference && !mixed && record.type !== 'event') session.conference ??= conference // LV-09: an EVENT is no part of the session
    const stopped = session.records.find((one) => one.type === 'stop' && one !== record && one.conn === record.conn)
    if (stopped) {
      this.explain({
        record: record.n,
        kind: 'forbidden',
        text: `${recordName(record)}, comes after the STOP of its session (event ${stopped.n})`,
      })
      return // rule record-after-stop has said it
    }
    if (!this.match(record, session, conference, 'strict')) {
      const deadlineUs = record.atUs + (this.profile.windows['P-DELAY'] + this.profile.windows.early) * 1000
      this.unexplained.push({ record, session, deadlineUs, settled: false })
    }
  }

  /** SIP went on: new triggers may explain what waits; triggers that came to nothing give their records back. */
  sipChanged(): void {
    for (; this.known < this.plane.triggers.length; this.known += 1) {
      const trigger = this.plane.triggers[this.known]
      if (trigger) this.open.push(trigger)
    }
    for (const trigger of this.open) {
      if (trigger.level === 'void' && trigger.record) this.giveBack(trigger, trigger.record)
    }
    for (const waiting of this.unexplained) {
      if (!waiting.settled && this.match(waiting.record, waiting.session, this.conferenceOf(waiting), 'strict'))
        waiting.settled = true
    }
  }

  /** Time went on to `nowUs`: closes what is due. */
  timePassed(nowUs: number): void {
    for (const trigger of this.open) {
      const dueUs = this.dueUs(trigger)
      if (dueUs !== undefined && dueUs <= nowUs) this.close(trigger, nowUs)
    }
    this.open = this.open.filter((trigger) => !decided(trigger))
    for (const waiting of this.unexplained) if (!waiting.settled && waiting.deadlineUs <= nowUs) this.forbid(waiting)
  }

  /** The next instant at which {@link timePassed} would decide something. */
  nextUs(): number | undefined {
    let next: number | undefined
    for (const trigger of this.open) {
      const dueUs = this.dueUs(trigger)
      if (dueUs !== undefined && (next === undefined || dueUs < next)) next = dueUs
    }
    for (const one of this.unexplained) if (!one.settled && (next === undefined || one.deadlineUs < next)) next = one.deadlineUs
    return next
  }

  /** Records of this conference in a span that nothing explains so far, and those that were found forbidden. */
  leftoversIn(
    conference: Conference,
    fromUs: number,
    toUs: number,
  ): { readonly waiting: boolean; readonly findings: readonly { readonly finding: Finding; readonly leftover: Leftover }[] } {
    const findings: { finding: Finding; leftover: Leftover }[] = []
    let waiting = false
    for (const one of this.unexplained) {
      if (one.record.atUs < fromUs || one.record.atUs > toUs) continue
      const of = this.conferenceOf(one)
      if (of !== undefined && of !== resolved(conference)) continue
      if (one.finding) findings.push({ finding: one.finding, leftover: this.leftover(one) })
      else if (!one.settled && of !== undefined) waiting = true
    }
    return { waiting, findings }
  }

  /** Session-Ids the conference's records bear, in order of appearance. */
  sessionIdsOf(conference: Conference): readonly string[] {
    return [...this.sessions.all()]
      .filter((session) => session.conference && resolved(session.conference) === resolved(conference))
      .map((session) => session.id)
  }

  recordsOf(conference: Conference): readonly SeenRecord[] {
    return [...this.sessions.all()]
      .filter((session) => session.conference && resolved(session.conference) === resolved(conference))
      .flatMap((session) => session.records.filter((record) => record.type !== 'event'))
  }

  // -- triggers ------------------------------------------------------------------------------------

  private dueUs(trigger: Trigger): number | undefined {
    if (decided(trigger) || (trigger.level !== 'owed' && trigger.level !== 'permitted')) return undefined
    return trigger.provedUs === undefined ? undefined : trigger.provedUs + trigger.windowMs * 1000
  }

  private close(trigger: Trigger, nowUs: number): void {
    const conference = resolved(trigger.conference)
    for (const waiting of this.unexplained) {
      if (waiting.settled || trigger.record) continue
      if (
        this.conferenceOf(waiting) === conference &&
        this.match(waiting.record, waiting.session, conference, 'relaxed', trigger)
      )
        waiting.settled = true
    }
    if (trigger.record) return
    if (trigger.level === 'permitted' || releasedByServer(conference, trigger)) {
      trigger.undecidable = 'no record came; here one is permitted, not owed'
      if (trigger.kind === 'join') this.choice('P-JOIN', 'not-charged')
      return
    }
    const instead = this.wrongType(trigger) ?? this.early(trigger) // what did come is evidence, whoever was slow
    if (instead) {
      trigger.missing = instead
      this.noteMissing(trigger)
      return
    }
    if (this.boundary.laggedSince(trigger.earliestUs)) {
      trigger.undecidable = 'this machine stood still inside the window, so a late record says nothing of the SUT'
      return
    }
    if (!this.boundary.openSince(trigger.earliestUs)) {
      trigger.undecidable = this.boundary.everOpen
        ? 'the CH-1 peer was not open all through the window'
        : 'the CH-1 peer was never open'
      return
    }
    trigger.missing = this.absent(trigger, nowUs)
    this.noteMissing(trigger)
  }

  private noteMissing(trigger: Trigger): void {
    const text = `${trigger.types[0]?.toUpperCase() ?? ''} owed for ${triggerText(trigger)}`
    this.missing.push({ trigger: trigger.cause.n, dueAtUs: this.dueAtUs(trigger), text })
  }

  private dueAtUs(trigger: Trigger): number {
    return (trigger.provedUs ?? trigger.cause.atUs) + trigger.windowMs * 1000
  }

  /** A record of another type stands where this one was owed: one root cause, one finding. */
  private wrongType(trigger: Trigger): Finding | undefined {
    const wrong = this.waitingFor(
      trigger,
      (record) => record.type !== trigger.types[0] && record.type !== 'event' && record.atUs >= trigger.earliestUs,
    )
    if (!wrong) return undefined
    const [owed] = trigger.types
    return this.settle(wrong, trigger, {
      rule: 'record-sequence',
      signature: `${conferenceName(resolved(trigger.conference))}|${owed}|${wrong.record.type}`,
      expected: `${owed?.toUpperCase()} for ${triggerText(trigger)}`,
      actual: recordName(wrong.record),
    })
  }

  /** The record came before its trigger had reached the SUT. */
  private early(trigger: Trigger): Finding | undefined {
    if (trigger.kind !== 'arrival') return undefined
    const soon = this.waitingFor(
      trigger,
      (record) =>
        trigger.types.some((type) => type === record.type) &&
        record.atUs >= trigger.leg.invite.atUs &&
        record.atUs < trigger.earliestUs,
    )
    if (!soon) {
      const said = this.unexplained.find(
        (one) => one.finding && this.leftover(one).nearest?.of === 'ringing' && this.leftover(one).leg === trigger.leg,
      )
      return said?.finding
    }
    return this.settle(soon, trigger, {
      rule: trigger.leg.referred ? 'refer-interim-early' : 'arrival-interim-early',
      signature: `${trigger.leg.user}|${trigger.leg.invite.n}`,
      expected: `${trigger.types[0]?.toUpperCase()} not before ${triggerText(trigger)}`,
      actual: `${recordName(soon.record)}, ${milliseconds(trigger.cause.atUs - soon.record.atUs)} before it`,
    })
  }

  private absent(trigger: Trigger, nowUs: number): Finding {
    const rule = missingRules.find((one) => one.applies(trigger))
    return this.findings.add({
      rule: rule?.id ?? 'record-sequence',
      signature: `trigger ${trigger.id}`,
      expected: `${trigger.types[0]?.toUpperCase()} within ${trigger.windowMs} ms of ${triggerText(trigger)}`,
      actual: `none in ${milliseconds(nowUs - trigger.cause.atUs)}`,
      atUs: trigger.cause.atUs,
      events: [trigger.cause.n],
    })
  }

  private waitingFor(trigger: Trigger, fits: (record: SeenRecord) => boolean): Unexplained | undefined {
    const conference = resolved(trigger.conference)
    const fitting = this.unexplained.filter((one) => !one.settled && this.conferenceOf(one) === conference && fits(one.record))
    return fitting.find((one) => one.record.callIds.includes(trigger.leg.callId)) ?? fitting[0]
  }

  private settle(
    waiting: Unexplained,
    trigger: Trigger,
    breach: { rule: string; signature: string; expected: string; actual: string },
  ): Finding {
    const finding = this.findings.add({ ...breach, atUs: waiting.record.atUs, events: [waiting.record.n, trigger.cause.n] })
    waiting.settled = true
    waiting.finding = finding
    this.explain({
      record: waiting.record.n,
      kind: 'forbidden',
      trigger: trigger.cause.n,
      text: `${recordName(waiting.record)}: ${breach.expected} was owed`,
    })
    return finding
  }

  // -- records -------------------------------------------------------------------------------------

  private match(
    record: SeenRecord,
    session: Session,
    conference: Conference | undefined,
    how: 'strict' | 'relaxed',
    only?: Trigger,
  ): boolean {
    if (!conference) return false
    const trigger = bestTrigger(record, only ? [only] : conference.triggers, {
      named: namedLeg(record, this.sip, this.plane),
      creator: conference.creator,
      how,
      sip: session.leg,
    })
    if (!trigger) return false
    if (trigger.missing) {
      trigger.late = record
      this.findings.extend(
        trigger.missing,
        `; ${recordName(record)}, came ${milliseconds(record.atUs - trigger.cause.atUs)} after it, too late`,
        [record.n],
      )
      this.explain({
        record: record.n,
        kind: 'owed',
        trigger: trigger.cause.n,
        latencyUs: record.atUs - trigger.cause.atUs,
        text: `${recordName(record)}, is late for ${triggerText(trigger)}`,
      })
      return true
    }
    trigger.record = record
    delete trigger.undecidable
    if (trigger.level !== 'permitted') this.owedCount += 1
    if (trigger.kind === 'stop') this.stopCount += 1
    if (this.profile.choices['P-GRAN'] === 'leg') session.leg ??= trigger.leg
    if (trigger.kind === 'join') this.choice('P-JOIN', 'charged')
    const latencyUs = record.atUs - trigger.cause.atUs
    this.explain({
      record: record.n,
      kind: trigger.level === 'permitted' ? 'permitted' : 'owed',
      trigger: trigger.cause.n,
      latencyUs,
      text: `${recordName(record)}, is explained by ${triggerText(trigger)} (event ${trigger.cause.n}), ${milliseconds(latencyUs)} ${latencyUs < 0 ? 'before' : 'after'} it`,
    })
    return true
  }

  private giveBack(trigger: Trigger, record: SeenRecord): void {
    delete trigger.record
    const at = this.explanations.findIndex((one) => one.record === record.n)
    if (at >= 0) this.explanations.splice(at, 1)
    const deadlineUs = record.atUs + (this.profile.windows['P-DELAY'] + this.profile.windows.early) * 1000
    this.unexplained.push({ record, session: this.sessions.of(record), deadlineUs, settled: false })
  }

  /** Nothing explained the record in time: permitted by a legal variant, foreign, or forbidden. */
  private forbid(waiting: Unexplained): void {
    waiting.settled = true
    const { record } = waiting
    const leftover = this.leftover(waiting)
    const legal = this.legalVariant(leftover)
    if (legal !== undefined) {
      this.explain({
        record: record.n,
        kind: legal.startsWith('foreign') ? 'foreign' : 'permitted',
        text: `${recordName(record)}, ${legal}`,
      })
      return
    }
    const rule = forbiddenRules.find((one) => one.applies(leftover))
    const near = leftover.nearest
      ? `; nearest before it: ${occurrenceText(leftover.nearest)} (event ${leftover.nearest.mark.n})`
      : ''
    waiting.finding = this.findings.add({
      rule: rule?.id ?? 'record-unexplained',
      signature: `record ${record.n}`,
      expected: `no ${record.type ?? 'record'} without an arrival or departure that explains it`,
      actual: `${recordName(record)}, not explained by anything${near}`,
      atUs: record.atUs,
      events: [record.n, ...(leftover.nearest ? [leftover.nearest.mark.n] : [])],
    })
    this.explain({ record: record.n, kind: 'forbidden', text: `${recordName(record)}, is not explained by anything${near}` })
  }

  private legalVariant({ record, conference }: Leftover): string | undefined {
    if (record.type === 'event' && this.profile.choices['P-EVT-FAIL'] !== 'not-sent')
      return 'an EVENT for another transaction, permitted (LV-09)'
    if (!conference && this.profile.topology.use === 'shared') return 'foreign: traffic of others (LV-25)'
    if (record.type === 'interim' && !record.bySip && this.profile.choices['P-PERIODIC'] !== 'not-sent')
      return 'an interim by time, permitted (LV-08)'
    return undefined
  }

  private leftover(waiting: Unexplained): Leftover {
    const { record } = waiting
    const conference = this.conferenceOf(waiting)
    const named = namedLeg(record, this.sip, this.plane)
    const leg = named && named !== conference?.creator ? named : undefined
    const before = this.plane.occurrences.filter(
      (one) =>
        one.conference === conference && one.mark.atUs <= record.atUs + 1000 && one.of !== 'conference' && one.of !== 'arrival',
    )
    const nearest = before.findLast((one) => leg === undefined || one.leg === leg)
    return { record, conference, leg: leg ?? nearest?.leg, nearest }
  }

  private conferenceOf(waiting: Unexplained): Conference | undefined {
    const conference = waiting.session.conference ?? this.conferenceByLeg(waiting.record)
    return conference && resolved(conference)
  }

  private conferenceByLeg(record: SeenRecord): Conference | undefined {
    const leg = namedLeg(record, this.sip, this.plane)
    return leg && this.plane.conferenceOf(leg)
  }

  private checkRecord(
    record: SeenRecord,
    session: Session,
    conference: Conference | undefined,
    mixed: Conference | undefined,
    repeats: boolean,
  ): void {
    const start = session.records.find((one) => one.type === 'start')
    const context = {
      profile: this.profile,
      before: session.records,
      sessionsOfEntity:
        conference && !mixed && record.type !== 'event' && this.profile.choices['P-GRAN'] === 'conference'
          ? this.sessionsOfLife(conference)
          : [],
      otherOwner: mixed,
      repeats,
      noCauseToResend:
        start?.conn === record.conn &&
        start.enabler === record.enabler &&
        this.boundary.broken.size === 0 &&
        this.sessions.nothingUnanswered,
    }
    for (const rule of recordRules) {
      const breach = rule.breach(record, context)
      if (breach === undefined) continue
      this.findings.add({
        rule: rule.id,
        signature: breach,
        expected: rule.expected,
        actual: `${breach}: ${recordName(record)}`,
        atUs: record.atUs,
        events: [record.n],
      })
    }
  }

  /** Session-Ids of the conference that are not closed yet: a later life of the same URI may use another. */
  private sessionsOfLife(conference: Conference): readonly string[] {
    return [...this.sessions.all()]
      .filter(
        (session) =>
          session.conference &&
          resolved(session.conference) === conference &&
          session.records.length > 0 &&
          !session.records.some((one) => one.type === 'stop'),
      )
      .map((session) => session.id)
  }

  private choice(name: string, value: string): void {
    const seen = this.choices.get(name) ?? new Set<string>()
    seen.add(value)
    this.choices.set(name, seen)
  }

  private explain(explanation: Explanation): void {
    this.explanations.push(explanation)
  }
}
