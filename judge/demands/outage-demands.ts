// What a conference's accounting does while no Charging Enabler is there, or the one it used is not: what is kept, in which order, where it goes on.
import type { Demand } from '../history/events'
import { resolved, type Conference, type Trigger } from '../model/conference'
import { recordName, type SeenRecord } from '../model/record'
import { knownFromUs } from '../model/trigger-state'
import { triggerText } from '../model/trigger-text'
import { ruleOf } from '../rules'
import type { Decision } from '../verdict'
import { CHARGES_NOTHING, isOver, unknownOf } from './conference-end'
import { undecidable, type Entry, type Evidence } from './entry'

/** What came instead of what. */
interface Breach {
  readonly expected: string
  readonly actual: string
  readonly events: readonly number[]
}

type Charged = Trigger & { readonly record: SeenRecord }

/** Is it for {@link OutageDemands}? */
export function isOfOutage({ owed }: Demand): boolean {
  return owed.what === 'inOrder' || owed.what === 'overwritten' || owed.what === 'continued' || owed.what === 'service'
}

export class OutageDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  decide(entry: Entry, conference: Conference, nowUs: number): Decision {
    const { demand, decision } = entry
    if (demand.owed.what === 'service') return this.service(entry, conference, demand.owed.kept, nowUs)
    if (!isOver(conference)) return decision
    const unknown = demand.owed.what === 'overwritten' ? undefined : unknownOf(conference)
    if (unknown !== undefined) return undecidable(demand, unknown)
    const charged = conference.triggers.filter((one): one is Charged => one.record !== undefined && one.level === 'owed')
    if (charged.length < 2) return undecidable(demand, 'the conference has too few records')
    switch (demand.owed.what) {
      case 'inOrder':
        return this.inOrder(demand, conference, charged)
      case 'overwritten':
        return this.overwritten(demand, conference, charged)
      default:
        return this.continued(demand, conference, charged)
    }
  }

  /** 3GPP TS 32.299 §6.1.3.1 — in stored order, which shows only where what was stored did not happen at the same time. */
  private inOrder(demand: Demand, conference: Conference, charged: readonly Charged[]): Decision {
    const breach = this.outOfOrder(charged)
    const kept = charged.filter((one) => this.isOfOutage(one))
    const pairs = kept.flatMap((one) =>
      kept.filter((other) => other !== one && other.record.session === one.record.session).map((other) => [one, other] as const),
    )
    if (breach || pairs.length === 0 || pairs.some(([one, other]) => this.isBefore(one, other)))
      return this.told(demand, conference, charged, breach)
    return undecidable(demand, 'all that fell into the outage happened at the same time, so it has no order')
  }

  private outOfOrder(charged: readonly Charged[]): Breach | undefined {
    for (const earlier of charged)
      for (const later of charged) {
        const [one, other] = [earlier.record, later.record]
        if (!this.isBefore(earlier, later)) continue
        const isSameWay = one.enabler === other.enabler && one.conn === other.conn
        const isBehind = (one.number ?? 0) > (other.number ?? Infinity) || (isSameWay && one.n > other.n)
        if (!isBehind) continue
        return {
          expected: `the record for ${triggerText(earlier)} before that for ${triggerText(later)}`,
          actual: `${recordName(other)} before ${recordName(one)}`,
          events: [other.n, one.n],
        }
      }
    return undefined
  }

  /** Are both of one session, the other one's occasion surely behind? LV-03: what happened at the same time comes in any order. */
  private isBefore(one: Charged, other: Charged): boolean {
    const grainUs = this.evidence.profile.windows.grain * 1000
    const sureUs = Math.max(one.provedUs ?? 0, one.cause.atUs)
    return one.record.session === other.record.session && knownFromUs(other, this.evidence.profile) > sureUs + grainUs
  }

  /** What happened behind the end of an outage is charged as ever, though its window reaches back into it. */
  private isOfOutage({ throughOutage, cause }: Trigger): boolean {
    return throughOutage === true && cause.atUs < (this.evidence.boundary.openAgainUs ?? Infinity)
  }

  /** RFC 6733 §9.5 — one pending interim a session: a newer one takes the place of an older one that was not delivered. */
  private overwritten(demand: Demand, conference: Conference, charged: readonly Charged[]): Decision {
    const put = conference.triggers.filter((one) => this.isOfOutage(one) && one.types.includes('interim'))
    if (put.length < 2) return undecidable(demand, 'fewer than two interims fell into the outage')
    const delivered = charged.filter((one) => put.includes(one))
    const breach =
      delivered.length > 1
        ? {
            expected: 'the newest interim of the outage alone, as the profile declares P-BUF: overwrite',
            actual: `${delivered.length} of ${put.length} interims delivered`,
            events: delivered.map(({ record }) => record.n),
          }
        : undefined
    if (!breach && delivered.length === 0) return undecidable(demand, 'no interim of the outage was delivered at all')
    return this.told(demand, conference, charged, breach)
  }

  /** RFC 6733 §9.4, §8.8, §9.8.3 — wherever the records go, the session keeps its Session-Id, and its numbers grow. */
  private continued(demand: Demand, conference: Conference, charged: readonly Charged[]): Decision {
    const sessions = this.evidence.accounting.sessionsOf(conference)
    const records = sessions.flatMap((session) => session.records)
    const finding = this.evidence.findings.at(
      ['session-id-constant', 'conferences-mixed', 'record-number-unique-growing'],
      records.map(({ n }) => n),
    )
    if (finding) return { demand: demand.id, state: 'broken', finding }
    const gone = sessions.filter((session) => new Set(session.records.map(({ enabler }) => enabler)).size > 1)
    if (gone.length === 0) return undecidable(demand, 'all records of a session went to one Charging Enabler')
    return this.told(demand, conference, charged, this.fallen(gone.flatMap((session) => session.records)))
  }

  /** We had answered the one before the other was sent: then their order is no matter of connections. */
  private fallen(records: readonly SeenRecord[]): Breach | undefined {
    const { sendings } = this.evidence.accounting.books
    for (const [i, record] of records.entries()) {
      const before = records[i - 1]
      if (before?.session !== record.session || before.number === undefined || record.number === undefined) continue
      const answeredUs = sendings.of(before).find(({ answer }) => answer)?.answer?.atUs ?? Infinity
      if (record.number > before.number || answeredUs >= record.atUs) continue
      return {
        expected: `a number above ${before.number}, which another Charging Enabler has got`,
        actual: recordName(record),
        events: [before.n, record.n],
      }
    }
    return undefined
  }

  /** RFC 6733 §9.8.7 */
  private service(entry: Entry, conference: Conference, kept: boolean, nowUs: number): Decision {
    const { demand, madeUs } = entry
    const { boundary, profile } = this.evidence
    const outUs = boundary.outSinceUs
    if (outUs === undefined) return undecidable(demand, 'a Charging Enabler was there all the time')
    // LV-02 — the SUT may have seen the end of its connection, and have sent BYE, before we saw that the last one had ended
    const sinceUs = outUs - profile.windows.early * 1000
    const legs = resolved(conference).legs.filter(({ answer, bye }) => answer && (!bye || bye.first.atUs >= sinceUs))
    if (legs.length === 0) return undecidable(demand, 'nobody was in when the outage began')
    const isCharged = resolved(conference).triggers.some((one) => one.record)
    const released = legs.filter(({ bye }) => bye?.by === 'server')
    const by = released.flatMap(({ bye }) => (bye ? [bye.first.n] : []))
    if (!kept && released.length === legs.length)
      return isCharged ? { demand: demand.id, state: 'met', by } : undecidable(demand, CHARGES_NOTHING)
    if (kept && released.length > 0)
      return this.told(demand, conference, [], {
        expected: 'all users stay in the conference',
        actual: `the SUT sent BYE to ${released.map(({ user }) => user).join(', ')}`,
        events: by,
      })
    if (nowUs < madeUs + demand.within.ms * 1000) return entry.decision
    if (boundary.laggedSince(outUs)) return undecidable(demand, 'this machine stood still during the outage')
    if (kept && !isCharged) return undecidable(demand, CHARGES_NOTHING)
    if (kept) return { demand: demand.id, state: 'met', by: legs.map(({ invite }) => invite.n) }
    return this.told(demand, conference, [], {
      expected: `BYE to all ${legs.length} users within ${demand.within.ms} ms of the outage`,
      actual: `to ${released.length}`,
      events: legs.map(({ invite }) => invite.n),
    })
  }

  private told(demand: Demand, conference: Conference, charged: readonly Charged[], breach: Breach | undefined): Decision {
    if (!breach) return { demand: demand.id, state: 'met', by: charged.map(({ record }) => record.n) }
    const rule = ruleOf(demand.rule)
    const claim = rule.sees === 'demand' ? rule.claim : undefined
    if (claim !== undefined && this.evidence.profile.pics[claim] === 'unknown')
      return undecidable(demand, `${breach.actual}, and the profile does not say whether the server has ${claim}`)
    const finding = this.evidence.findings.add({
      rule: demand.rule,
      signature: `conference ${conference.id}`,
      ...breach,
      atUs: conference.end?.atUs ?? this.evidence.boundary.outSinceUs ?? 0,
    })
    return { demand: demand.id, state: 'broken', finding }
  }
}
