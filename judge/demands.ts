// The state of every demand: open → held → met, or broken, or undecidable. Live and replay are this same fold.
import type { Demand } from './history/events'
import { contentOf } from './content'
import type { Accounting } from './model/accounting'
import type { Boundary } from './model/boundary'
import { resolved, type Conference, type Trigger } from './model/conference'
import type { ConferencePlane } from './model/conference-plane'
import type { Occurrence } from './model/occurrence'
import { snapshot, type Findings } from './findings'
import type { Profile } from './profile/schema'
import type { Leftover } from './rules/rule'
import type { Decision, Finding } from './verdict'

interface Entry {
  readonly demand: Demand
  readonly madeUs: number
  decision: Decision
  occurrence?: Occurrence
  /** Of a negative: its window, once closed. */
  window?: { readonly fromUs: number; readonly toUs: number }
}

export class Demands {
  private readonly entries: Entry[] = []
  private readonly profile: Profile
  private readonly plane: ConferencePlane
  private readonly accounting: Accounting
  private readonly boundary: Boundary
  private readonly findings: Findings

  constructor(o: { profile: Profile; plane: ConferencePlane; accounting: Accounting; boundary: Boundary; findings: Findings }) {
    this.profile = o.profile
    this.plane = o.plane
    this.accounting = o.accounting
    this.boundary = o.boundary
    this.findings = o.findings
  }

  add(demand: Demand, madeUs: number): void {
    this.entries.push({ demand, madeUs, decision: { demand: demand.id, state: 'open' } })
  }

  /** Looks at every undecided demand again; gives the decisions that changed. */
  timePassed(nowUs: number): readonly Decision[] {
    const changed: Decision[] = []
    for (const entry of this.entries) {
      if (final(entry.decision)) continue
      const decision = this.decide(entry, nowUs)
      if (decision.state === entry.decision.state) continue
      entry.decision = decision
      changed.push(decision)
    }
    return changed
  }

  nextUs(): number | undefined {
    let next: number | undefined
    for (const entry of this.entries) {
      const dueUs = final(entry.decision) ? undefined : this.dueUs(entry)
      if (dueUs !== undefined && (next === undefined || dueUs < next)) next = dueUs
    }
    return next
  }

  /** As things stand at the end: what is held is met, a negative without its bracket is undecidable, what is open stays open. */
  all(): readonly { readonly demand: Demand; readonly decision: Decision }[] {
    return this.entries.map((entry) => ({ demand: entry.demand, decision: this.concluded(entry) }))
  }

  private concluded(entry: Entry): Decision {
    const { demand, decision } = entry
    if (decision.state === 'broken') return { ...decision, finding: snapshot(decision.finding, demand.id) }
    const broken = decision.state === 'met' || decision.state === 'held' ? this.brokenSince(entry) : undefined
    if (broken) return { demand: demand.id, state: 'broken', finding: snapshot(broken, demand.id) }
    if (decision.state === 'held') return { demand: demand.id, state: 'met', by: decision.by }
    if (decision.state === 'met' && entry.window) {
      const missing = this.missingBracket(entry, entry.window)
      if (missing !== undefined) return { demand: demand.id, state: 'undecidable', missing }
    }
    return decision
  }

  private dueUs(entry: Entry): number | undefined {
    const { demand, occurrence } = entry
    if (!occurrence) return entry.madeUs + demand.cause.byMs * 1000
    if (demand.owed.what === 'records' && demand.owed.max === 0) return this.windowOf(entry, occurrence)?.toUs
    if (occurrence.trigger && occurrence.trigger.provedUs === undefined) return occurrence.mark.atUs + demand.cause.byMs * 1000
    return undefined // decided by its trigger, whose due time the accounting knows
  }

  private decide(entry: Entry, nowUs: number): Decision {
    const { demand } = entry
    const occurrence = entry.occurrence ?? this.causeOf(demand)
    if (!occurrence) {
      if (nowUs < entry.madeUs + demand.cause.byMs * 1000) return entry.decision
      return undecidable(demand, `${causeText(demand)} did not show on the SUT's wire within ${demand.cause.byMs} ms`)
    }
    entry.occurrence = occurrence
    const { owed } = demand
    if (owed.what === 'records' && owed.max === 0) return this.negative(entry, occurrence, nowUs)
    if (owed.what === 'records') return this.positive(entry, occurrence, nowUs)
    if (owed.what === 'content') return this.content(entry, occurrence, nowUs)
    return this.ofConference(entry, resolved(occurrence.conference))
  }

  /** The first occurrence of the demanded kind after the event the demand names. */
  private causeOf({ cause }: Demand): Occurrence | undefined {
    return this.plane.occurrences.find((one) => one.mark.n > cause.after && one.of === cause.of && one.who === cause.who)
  }

  private positive(entry: Entry, { trigger, mark }: Occurrence, nowUs: number): Decision {
    const { demand } = entry
    const settled = this.unmet(demand, trigger, mark.atUs, nowUs)
    if (settled) return settled
    if (trigger?.record && demand.owed.what === 'records' && trigger.record.type === demand.owed.type) {
      return { demand: demand.id, state: 'held', by: [trigger.record.n, trigger.cause.n] }
    }
    return entry.decision
  }

  /** What can be said of a demand whose record is not there; undefined when it is, or may still come. */
  private unmet(demand: Demand, trigger: Trigger | undefined, causeUs: number, nowUs: number): Decision | undefined {
    if (!trigger) return undecidable(demand, `${causeText(demand)} makes no record due by itself`)
    if (trigger.record) return undefined
    if (trigger.missing) {
      if (demand.owed.what === 'content') return undecidable(demand, 'the record it speaks of is missing')
      return { demand: demand.id, state: 'broken', finding: trigger.missing }
    }
    if (trigger.undecidable !== undefined) return undecidable(demand, trigger.undecidable)
    if (trigger.level === 'void') return undecidable(demand, `${causeText(demand)} came to nothing`)
    if (trigger.provedUs === undefined && nowUs >= causeUs + demand.cause.byMs * 1000) {
      return undecidable(demand, `nothing proves that the SUT received ${causeText(demand)}`)
    }
    return undefined
  }

  private content(entry: Entry, occurrence: Occurrence, nowUs: number): Decision {
    const { demand } = entry
    const { trigger } = occurrence
    const settled = this.unmet(demand, trigger, occurrence.mark.atUs, nowUs)
    if (settled) return settled
    if (!trigger?.record || demand.owed.what !== 'content') return entry.decision
    if (trigger.level === 'tentative') return entry.decision
    const result = contentOf(
      trigger.record,
      trigger,
      demand.owed.tests,
      this.profile,
      this.accounting.sessions.of(trigger.record).records,
    )
    if (result.state === 'kept') return { demand: demand.id, state: 'met', by: [trigger.record.n] }
    if (result.state === 'unknown') return undecidable(demand, result.missing)
    const finding = this.findings.add({
      rule: demand.rule,
      signature: `record ${trigger.record.n}`,
      expected: result.expected,
      actual: result.actual,
      atUs: trigger.record.atUs,
      events: [trigger.record.n, trigger.cause.n],
    })
    return { demand: demand.id, state: 'broken', finding }
  }

  private negative(entry: Entry, occurrence: Occurrence, nowUs: number): Decision {
    const { demand } = entry
    const window = this.windowOf(entry, occurrence)
    if (!window || demand.owed.what !== 'records') return entry.decision
    const left = this.accounting.leftoversIn(occurrence.conference, window.fromUs, Math.min(window.toUs, nowUs))
    const first = left.findings.find(({ leftover }) => speaksOf(leftover, occurrence))
    if (first) return { demand: demand.id, state: 'broken', finding: first.finding }
    if (left.waiting) return entry.decision // its record is judged first
    const fence = this.fenceUs(occurrence, window.fromUs)
    const toUs = fence !== undefined && fence < window.toUs ? fence : window.toUs
    if (nowUs < toUs) return entry.decision
    if (!this.boundary.openSince(window.fromUs)) return undecidable(demand, 'the CH-1 peer was not open all through the window')
    entry.window = { fromUs: window.fromUs, toUs }
    return { demand: demand.id, state: 'met', by: [occurrence.mark.n] }
  }

  /** From the cause minus the grain, for the demanded time; a ringing ends with its final response. */
  private windowOf({ demand }: Entry, occurrence: Occurrence): { readonly fromUs: number; readonly toUs: number } | undefined {
    const grainUs = this.profile.windows.grain * 1000
    const fromUs = occurrence.mark.atUs - grainUs
    if (occurrence.of === 'ringing')
      return occurrence.untilUs === undefined ? undefined : { fromUs, toUs: Math.max(fromUs, occurrence.untilUs - grainUs) }
    const answeredUs = occurrence.of === 'departure' || occurrence.of === 'end' ? occurrence.leg.bye?.answer?.atUs : undefined
    return { fromUs, toUs: Math.max(occurrence.mark.atUs, answeredUs ?? 0) + demand.within.ms * 1000 }
  }

  /** A STOP of the entity ends its quiet: nothing may follow it anyway. */
  private fenceUs({ conference }: Occurrence, fromUs: number): number | undefined {
    return resolved(conference).triggers.findLast(
      (one) => one.kind === 'stop' && one.record !== undefined && one.record.atUs > fromUs,
    )?.record?.atUs
  }

  /**
   * legal-variants, "Proof of a negative": a matched owed record of the same entity before and after the window;
   * after a STOP a matched record of another entity, or a watchdog answered on the same connection.
   */
  private missingBracket({ occurrence }: Entry, window: { readonly fromUs: number; readonly toUs: number }): string | undefined {
    if (!occurrence) return 'its cause'
    const conference = resolved(occurrence.conference)
    const grainUs = this.profile.windows.grain * 1000
    const matched = conference.triggers.filter((one) => one.record !== undefined && one.level !== 'permitted')
    const before = matched.find(
      (one) => (one.record?.atUs ?? Infinity) <= window.fromUs + 2 * grainUs || one.cause.atUs <= window.fromUs,
    )
    if (!before) return 'no owed record of the conference stands before the window: a server that charges nothing proves nothing'
    if (matched.some((one) => one !== before && (one.record?.atUs ?? 0) >= window.toUs)) return undefined
    const stop = matched.find((one) => one.kind === 'stop')?.record
    if (!stop) return 'no owed record of the conference stands after the window'
    const others = this.plane.triggers.some(
      (one) => resolved(one.conference) !== conference && (one.record?.atUs ?? 0) >= window.toUs,
    )
    return others || this.boundary.watchdogSince(stop.enabler, stop.conn, window.toUs)
      ? undefined
      : 'nothing after the STOP shows that the connection was alive'
  }

  /** Whole-conference demands are decided when its STOP is. */
  private ofConference(entry: Entry, conference: Conference): Decision {
    const { demand } = entry
    const stop = conference.triggers.findLast((one) => one.kind === 'stop')
    if (!conference.end || !stop || (!stop.record && !stop.missing && stop.undecidable === undefined)) return entry.decision
    const undecided = conference.triggers.find(
      (one) => one.level === 'owed' && !one.record && !one.missing && one.undecidable === undefined,
    )
    if (undecided) return entry.decision
    const missing = conference.triggers.find((one) => one.level === 'owed' && one.missing)
    const unknown = conference.triggers.find((one) => one.level === 'owed' && one.undecidable !== undefined)
    const by = this.accounting.recordsOf(conference).map((record) => record.n)
    switch (demand.owed.what) {
      case 'order': {
        if (missing?.missing) return { demand: demand.id, state: 'broken', finding: missing.missing }
        if (unknown) return undecidable(demand, unknown.undecidable ?? '')
        const owed = conference.triggers
          .filter((one) => one.record && one.level !== 'permitted')
          .flatMap((one) => (one.record ? [one.record] : []))
        const types = owed.sort((a, b) => (a.number ?? 0) - (b.number ?? 0) || a.n - b.n).map((record) => record.type)
        if (types.join() === demand.owed.types.join()) {
          const breach = this.numbersBroken(conference)
          return breach ? this.broken(demand, conference, breach, by) : { demand: demand.id, state: 'met', by }
        }
        const breach = { expected: demand.owed.types.join(' '), actual: types.join(' ') }
        return this.broken(
          demand,
          conference,
          breach,
          owed.map((record) => record.n),
        )
      }
      case 'ownSession': {
        const finding = this.found(['session-id-constant', 'conferences-mixed'], by)
        if (finding) return { demand: demand.id, state: 'broken', finding }
        if (by.length === 0)
          return missing?.missing
            ? undecidable(demand, 'the conference has no records')
            : undecidable(demand, unknown?.undecidable ?? 'no records')
        return { demand: demand.id, state: 'met', by }
      }
      case 'grammar': {
        const finding = this.found([demand.owed.rule], by)
        if (finding) return { demand: demand.id, state: 'broken', finding }
        return by.length > 0
          ? { demand: demand.id, state: 'met', by }
          : undecidable(demand, unknown?.undecidable ?? 'the conference has no records')
      }
      default:
        return entry.decision
    }
  }

  /** TP_SEQ_001 — numbers from 0 by 1, but only where the profile declares them so (RFC 6733 §9.8.3 is advice there). */
  private numbersBroken(conference: Conference): { expected: string; actual: string } | undefined {
    if (this.profile.choices['P-NUM'] !== 'from-0-by-1' || this.profile.choices['P-GRAN'] !== 'conference') return undefined
    const numbers = this.accounting.recordsOf(conference).map((record) => record.number)
    const expected = numbers.map((_, i) => i)
    if (numbers.join() === expected.join()) return undefined
    return { expected: `numbers ${expected.join(' ')}, as the profile declares`, actual: `numbers ${numbers.join(' ')}` }
  }

  private broken(
    demand: Demand,
    conference: Conference,
    breach: { expected: string; actual: string },
    events: readonly number[],
  ): Decision {
    const finding = this.findings.add({
      rule: demand.rule,
      signature: `conference ${conference.id}`,
      ...breach,
      atUs: conference.end?.atUs ?? 0,
      events,
    })
    return { demand: demand.id, state: 'broken', finding }
  }

  private found(rules: readonly string[], records: readonly number[]): Finding | undefined {
    return this.findings.at(rules, records)
  }

  /** A second record that came late turns a held or met demand into a broken one. */
  private brokenSince({ demand, occurrence, window }: Entry): Finding | undefined {
    if (!occurrence || demand.owed.what !== 'records') return undefined
    if (demand.owed.max === 0) {
      if (!window) return undefined
      const late = this.accounting.leftoversIn(occurrence.conference, window.fromUs, window.toUs)
      return late.findings.find(({ leftover }) => speaksOf(leftover, occurrence))?.finding
    }
    const { trigger } = occurrence
    if (!trigger) return undefined
    const fromUs = trigger.earliestUs
    const double = this.accounting
      .leftoversIn(occurrence.conference, fromUs, Infinity)
      .findings.find(
        ({ leftover }) =>
          leftover.record.type === trigger.record?.type &&
          leftover.leg === occurrence.leg &&
          leftover.nearest?.trigger === trigger,
      )
    return double?.finding
  }
}

/** A leftover that belongs to an earlier occurrence of somebody else says nothing of this one. */
function speaksOf(leftover: Leftover, occurrence: Occurrence): boolean {
  if (leftover.leg === undefined || leftover.leg === occurrence.leg) return true
  return leftover.nearest !== undefined && leftover.nearest.mark.n >= occurrence.mark.n
}

function final(decision: Decision): boolean {
  return decision.state !== 'open' && decision.state !== 'held'
}

function undecidable(demand: Demand, missing: string): Decision {
  return { demand: demand.id, state: 'undecidable', missing }
}

function causeText({ cause }: Demand): string {
  return `the ${cause.of} of ${cause.who}`
}
