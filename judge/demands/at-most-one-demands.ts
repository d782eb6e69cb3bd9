// One record or none, where both are legal: never two, and the one that comes says what it must.
import { contentOf } from '../content'
import type { Occurrence } from '../model/occurrence'
import type { Decision } from '../verdict'
import { undecidable, type Entry, type Evidence } from './entry'

export class AtMostOneDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  decide(entry: Entry, occurrence: Occurrence, nowUs: number): Decision {
    const { demand } = entry
    const { trigger } = occurrence
    if (demand.owed.what !== 'atMostOne') return entry.decision
    if (!trigger) return undecidable(demand, `the ${demand.cause.of} of ${demand.cause.who} makes no record due by itself`)
    const { record } = trigger
    if (!record) return nowUs < this.untilUs(entry, occurrence) ? entry.decision : this.none(entry, occurrence)
    const { profile, accounting, findings, boundary } = this.evidence
    const session = accounting.books.sessions.of(record).records
    const context = { profile, session, severalConnections: boundary.severalOpen }
    const result = contentOf(record, trigger, demand.owed.tests, context)
    if (result.state !== 'broken') return { demand: demand.id, state: 'held', by: [record.n, trigger.cause.n] }
    const { expected, actual } = result
    const finding = findings.add({
      rule: demand.rule,
      signature: `record ${record.n}`,
      ...{ expected, actual },
      atUs: record.atUs,
      events: [record.n, trigger.cause.n],
    })
    return { demand: demand.id, state: 'broken', finding }
  }

  /**
   * When it may be said that none came: the window after the cause; after a BYE of the server, the window after its last answer, or,
   * where none comes, after timer F (RFC 3261 §17.1.2).
   */
  untilUs({ demand }: Entry, { of, mark, leg }: Occurrence): number {
    const windowUs = demand.within.ms * 1000
    if (of !== 'departure' || leg.bye?.by !== 'server') return mark.atUs + windowUs
    const { first, answer } = leg.bye
    return (answer?.atUs ?? first.atUs + 64_000 * this.evidence.profile.timers.t1Ms) + windowUs
  }

  private none(entry: Entry, occurrence: Occurrence): Decision {
    const { mark } = occurrence
    const { boundary, profile } = this.evidence
    const fromUs = mark.atUs - profile.windows.grain * 1000
    if (!boundary.openSince(fromUs)) return undecidable(entry.demand, 'the CH-1 peer was not open all through the window')
    entry.window = { fromUs, toUs: this.untilUs(entry, occurrence) }
    return { demand: entry.demand.id, state: 'met', by: [mark.n] }
  }
}
