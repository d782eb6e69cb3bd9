// One record that is owed for one occurrence: that it came, once, and what it says.
import { contentOf } from '../content'
import type { AvpTest, Demand } from '../history/events'
import type { Trigger } from '../model/conference'
import { isAhead } from '../model/matching'
import type { Occurrence } from '../model/occurrence'
import type { Leftover } from '../rules/rule'
import type { Decision, Finding } from '../verdict'
import { causeText, undecidable, type Entry, type Evidence } from './entry'

export class RecordDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  /** Is the owed record there? */
  decideExistence(entry: Entry, { trigger, mark }: Occurrence, nowUs: number): Decision {
    const { demand } = entry
    const settled = unmet(demand, trigger, mark.atUs, nowUs)
    if (settled) return settled
    // LV-15: where a participant has a session of its own, the record of an arrival is a START, that of a departure a STOP
    const { record, types, cause } = trigger ?? {}
    if (record?.type && cause && demand.owed.what === 'records' && [demand.owed.type, ...(types ?? [])].includes(record.type))
      return { demand: demand.id, state: 'held', by: [record.n, cause.n] }
    return entry.decision
  }

  /** Does it say what it must? */
  decideContent(entry: Entry, { trigger, mark }: Occurrence, tests: readonly AvpTest[], nowUs: number): Decision {
    const { demand } = entry
    const settled = unmet(demand, trigger, mark.atUs, nowUs)
    if (settled) return settled
    if (!trigger?.record || trigger.level === 'tentative') return entry.decision
    const { record } = trigger
    const { profile, accounting, findings, boundary } = this.evidence
    const { sessions, choices } = accounting.books
    const session = sessions.of(record).records
    const result = contentOf(record, trigger, tests, {
      profile,
      session,
      severalConnections: boundary.severalUsedSince(session[0]?.atUs ?? record.atUs),
    })
    if (result.state === 'kept') {
      choices.saw(result.marks, { n: record.n, atUs: record.atUs, text: `the record for ${causeText(demand)}` })
      return { demand: demand.id, state: 'met', by: [record.n] }
    }
    // further copies of a MESSAGE may be on their way
    const copiesUs = tests.some(({ op }) => op === 'exploded')
      ? (trigger.provedUs ?? record.atUs) + trigger.windowMs * 1000
      : nowUs
    if (nowUs < copiesUs) {
      entry.untilUs = copiesUs
      return entry.decision
    }
    if (result.state === 'unknown') return undecidable(demand, result.missing)
    // LV-20 — the number before it may be on its way over another connection
    const isGap = tests.some(({ op }) => op === 'nextNumber')
    entry.untilUs ??= record.atUs + (isGap && boundary.severalOpen ? profile.windows['P-DELAY'] * 1000 : 0)
    if (nowUs < entry.untilUs) return entry.decision
    const finding = findings.add({
      rule: demand.rule,
      signature: `record ${record.n}`,
      expected: result.expected,
      actual: result.actual,
      atUs: record.atUs,
      events: [record.n, trigger.cause.n],
    })
    return { demand: demand.id, state: 'broken', finding }
  }

  /** The finding of a second record for the same occurrence. */
  doubled(occurrence: Occurrence): Finding | undefined {
    const { trigger } = occurrence
    if (!trigger?.record) return undefined
    const left = this.evidence.accounting.leftoversIn(occurrence.conference, trigger.earliestUs, Infinity)
    const seconds = left.findings.filter(({ finding }) => finding.rule !== 'time-stamps-by-time') // time made it
    return seconds.find(({ leftover }) => isSecond(leftover, occurrence, trigger))?.finding
  }
}

function isSecond({ record, leg, nearest }: Leftover, occurrence: Occurrence, trigger: Trigger): boolean {
  if (isAhead(record, trigger)) return false
  if (record.type !== trigger.record?.type || leg !== occurrence.leg) return false
  if (occurrence.of !== 'arrival') return nearest?.trigger === trigger
  // an arrival is no leftover's neighbour; the record is its second where nothing else happened to the leg since
  const untilUs = (trigger.provedUs ?? trigger.cause.atUs) + trigger.windowMs * 1000
  return record.atUs <= untilUs && (nearest === undefined || nearest.mark.n <= occurrence.mark.n)
}

/** What can be said of a demand whose record is not there; undefined when it is, or may still come. */
export function unmet(demand: Demand, trigger: Trigger | undefined, causeUs: number, nowUs: number): Decision | undefined {
  if (!trigger) return undecidable(demand, `${causeText(demand)} makes no record due by itself`)
  if (trigger.record) return undefined
  if (trigger.missing) {
    if (demand.owed.what !== 'records') return undecidable(demand, 'the record it speaks of is missing')
    return { demand: demand.id, state: 'broken', finding: trigger.missing }
  }
  if (trigger.undecidable !== undefined) return undecidable(demand, trigger.undecidable)
  if (trigger.level === 'void') return undecidable(demand, `${causeText(demand)} came to nothing`)
  if (trigger.provedUs === undefined && nowUs >= causeUs + demand.cause.byMs * 1000)
    return undecidable(demand, `nothing proves that the SUT received ${causeText(demand)}`)
  return undefined
}
