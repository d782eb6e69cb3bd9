// Everybody who came and went: each arrival and each departure of a conference has its record, no record is one too many, each tells the count.
import { contentOf } from '../content'
import type { AvpTest, Demand } from '../history/events'
import type { Conference, Trigger } from '../model/conference'
import { triggerText } from '../model/trigger-text'
import type { Decision, Finding } from '../verdict'
import { isOver, unknownOf } from './conference-end'
import { undecidable, type Entry, type Evidence } from './entry'

const COUNT: readonly AvpTest[] = [{ path: 'Service-Information/**/Number-Of-Participants', op: 'participants' }]

/** What changes the roster, and so the count. */
const CHANGES: readonly Trigger['kind'][] = ['arrival', 'join', 'departure', 'expulsion']

export class EveryoneDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  /** Decided when the STOP is: every missing, surplus or miscounted record has a finding of its own then. */
  decide({ demand, decision }: Entry, conference: Conference, arrivals: number): Decision {
    if (!isOver(conference)) return decision
    const left = this.evidence.accounting.leftoversIn(conference, 0, Infinity)
    if (left.waiting) return decision
    const missing = conference.triggers.flatMap((one) => (one.level === 'owed' && one.missing ? [one.missing] : []))
    const surplus = left.findings.map(({ finding }) => finding)
    const miscounted = this.miscounted(conference)
    const [finding] = [...missing, ...surplus, ...miscounted]
    if (finding) return { demand: demand.id, state: 'broken', finding }
    return this.withoutFault(demand, conference, arrivals)
  }

  private withoutFault(demand: Demand, conference: Conference, arrivals: number): Decision {
    const unknown = unknownOf(conference)
    if (unknown !== undefined) return undecidable(demand, unknown)
    const arrived = conference.triggers.filter((one) => one.kind === 'arrival' || one.kind === 'join')
    if (arrived.length < arrivals)
      return undecidable(demand, `SIP shows ${arrived.length} arrivals of the ${arrivals} that the purpose needs`)
    // LV-10 — where the profile leaves it open, a server may charge nobody who joins by its own INVITE: then there is nothing to count
    const charged = arrived.filter((one) => one.record)
    if (charged.length < arrivals)
      return undecidable(
        demand,
        `${arrived.length - charged.length} of ${arrived.length} arrivals were not charged, which P-JOIN leaves open`,
      )
    const by = conference.triggers.flatMap((one) => (one.record ? [one.record.n] : []))
    return { demand: demand.id, state: 'met', by }
  }

  /** 3GPP TS 32.299 §7.2.117 — a count that no roster around the record's sending gives. An absent count breaks nothing (LV-04). */
  private miscounted(conference: Conference): readonly Finding[] {
    const { accounting, boundary, findings, profile } = this.evidence
    return conference.triggers.flatMap((trigger) => {
      const { record, cause, kind } = trigger
      if (!record || record.type !== 'interim' || !CHANGES.includes(kind)) return []
      const session = accounting.books.sessions.of(record).records
      const result = contentOf(record, trigger, COUNT, {
        profile,
        session,
        severalConnections: boundary.severalUsedSince(session[0]?.atUs ?? record.atUs),
      })
      if (result.state !== 'broken') return []
      const { expected, actual } = result
      const what = { expected: `${expected} after ${triggerText(trigger)}`, actual }
      return [
        findings.add({
          rule: 'crowd-count',
          signature: `record ${record.n}`,
          ...what,
          atUs: record.atUs,
          events: [record.n, cause.n],
        }),
      ]
    })
  }
}
