// Negatives: "no record" in a window, which proves something only between records that are owed and came.
import type { RecordType } from '../history/events'
import { resolved, type Trigger } from '../model/conference'
import type { Occurrence } from '../model/occurrence'
import type { Leftover } from '../rules/rule'
import type { Decision, Finding } from '../verdict'
import { undecidable, type Entry, type Evidence, type Span } from './entry'

export class QuietDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  decide(entry: Entry, occurrence: Occurrence, nowUs: number): Decision {
    const { demand } = entry
    const { accounting, boundary } = this.evidence
    const window = this.windowOf(entry, occurrence)
    if (!window || demand.owed.what !== 'records') return entry.decision
    if (demand.cause.of === 'unanswered' && (occurrence.leg.answer ?? occurrence.leg.refusal))
      return undecidable(demand, `the INVITE to ${demand.cause.who} had a final response`)
    const span = { fromUs: window.fromUs, toUs: Math.min(window.toUs, nowUs) }
    const finding = this.breach(demand.owed.type, occurrence, span)
    if (finding) return { demand: demand.id, state: 'broken', finding }
    if (accounting.leftoversIn(occurrence.conference, span.fromUs, span.toUs).waiting) return entry.decision // judged first
    const fence = this.fenceUs(occurrence, window.fromUs)
    const toUs = fence !== undefined && fence < window.toUs ? fence : window.toUs
    if (nowUs < toUs) return entry.decision
    if (!boundary.openSince(window.fromUs)) return undecidable(demand, 'the CH-1 peer was not open all through the window')
    entry.window = { fromUs: window.fromUs, toUs }
    return { demand: demand.id, state: 'met', by: [occurrence.mark.n] }
  }

  /** The finding of a forbidden record of this type that speaks of this occurrence. */
  breach(type: RecordType, occurrence: Occurrence, { fromUs, toUs }: Span): Finding | undefined {
    const left = this.evidence.accounting.leftoversIn(occurrence.conference, fromUs, toUs)
    return left.findings.find(({ leftover }) => (leftover.record.type ?? type) === type && speaksOf(leftover, occurrence))
      ?.finding
  }

  /** From the cause minus the grain, for the demanded time; a ringing ends with its final response. */
  windowOf({ demand }: Entry, occurrence: Occurrence): Span | undefined {
    const grainUs = this.evidence.profile.windows.grain * 1000
    const fromUs = occurrence.mark.atUs - grainUs
    if (demand.cause.of === 'unanswered') {
      const longestUs = 64_000 * this.evidence.profile.timers.t1Ms // RFC 3261 §17.1.1.2, timer B
      return { fromUs, toUs: occurrence.mark.atUs + longestUs + demand.within.ms * 1000 }
    }
    if (occurrence.of === 'ringing' || occurrence.of === 'expelling')
      return occurrence.untilUs === undefined ? undefined : { fromUs, toUs: Math.max(fromUs, occurrence.untilUs - grainUs) }
    const answeredUs = occurrence.of === 'departure' || occurrence.of === 'end' ? occurrence.leg.bye?.answer?.atUs : undefined
    return { fromUs, toUs: Math.max(occurrence.mark.atUs, answeredUs ?? 0) + demand.within.ms * 1000 }
  }

  /**
   * legal-variants, "Proof of a negative": a matched owed record of the same entity before and after the window;
   * after a STOP a matched record of another entity, or a watchdog answered on the same connection.
   * A window that is longer than was demanded, as that of a ringing, is proven by the demanded time at its end.
   */
  missingBracket({ demand, occurrence }: Entry, window: Span): string | undefined {
    if (!occurrence) return 'its cause'
    const { profile, plane, boundary } = this.evidence
    const conference = resolved(occurrence.conference)
    const grainUs = profile.windows.grain * 1000
    // a conference that never came to be has no records: those of any other show that the server charged before and after
    const triggers = conference.everIn.size > 0 ? conference.triggers : plane.triggers
    const isMatched = (one: Trigger): boolean => one.record !== undefined && one.level !== 'permitted'
    const byUs = Math.max(window.fromUs + 2 * grainUs, window.toUs - demand.within.ms * 1000 + grainUs)
    const before = triggers.find(
      (one) => isMatched(one) && ((one.record?.atUs ?? Infinity) <= byUs || one.cause.atUs <= window.fromUs),
    )
    if (!before) return 'no owed record of the conference stands before the window: a server that charges nothing proves nothing'
    // of a long run the newest are asked first: most windows have later records behind them
    if (triggers.findLast((one) => isMatched(one) && one !== before && (one.record?.atUs ?? 0) >= window.toUs)) return undefined
    const stop = triggers.find((one) => isMatched(one) && one.kind === 'stop')?.record
    if (!stop) return 'no owed record of the conference stands after the window'
    const other = plane.triggers.findLast(
      (one) => resolved(one.conference) !== conference && (one.record?.atUs ?? 0) >= window.toUs,
    )
    return other !== undefined || boundary.watchdogSince(stop.enabler, stop.conn, window.toUs)
      ? undefined
      : 'nothing after the STOP shows that the connection was alive'
  }

  /** A STOP of the entity ends its quiet: nothing may follow it anyway. */
  private fenceUs({ conference }: Occurrence, fromUs: number): number | undefined {
    return resolved(conference).triggers.findLast(
      (one) => one.kind === 'stop' && one.record !== undefined && one.record.atUs > fromUs,
    )?.record?.atUs
  }
}

/** A leftover that belongs to an earlier occurrence of somebody else says nothing of this one. */
function speaksOf(leftover: Leftover, occurrence: Occurrence): boolean {
  if (leftover.leg === undefined || leftover.leg === occurrence.leg) return true
  return leftover.nearest !== undefined && leftover.nearest.mark.n >= occurrence.mark.n
}
