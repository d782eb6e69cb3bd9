// Interims that time makes: that they come as the newest Response asked, and what they are to be besides (RFC 6733 §9.8.2).
import type { Demand, Owed } from '../history/events'
import { intervalOf } from '../model/accounting/by-time'
import type { Conference } from '../model/conference'
import { milliseconds } from '../model/occurrence-text'
import { recordName, type SeenRecord } from '../model/record'
import type { AskedInterval, Session } from '../model/sessions'
import type { Decision } from '../verdict'
import { undecidable, type Entry, type Evidence } from './entry'
import { STOOD_STILL } from '../stood-still'

type ByTime = Extract<Owed, { readonly what: 'byTime' }>

/**
 * RFC 6733 §9.8.2 — "roughly" the interval, spread so that sessions do not report in step: by how much, no document says. Half of it either way
 * is more than any spread that leaves it an interval.
 */
const SPREAD = 0.5

const TIME_STAMPS = 'Service-Information/IMS-Information/Time-Stamps'

/** What is awaited in a session: how many came, and until when the next one may. */
interface Awaited {
  readonly asked: AskedInterval
  readonly came: readonly SeenRecord[]
  /** The record or Response from which the next one is counted. */
  readonly sinceUs: number
  readonly dueUs: number
}

export class IntervalDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  decide(entry: Entry, conference: Conference, owed: ByTime, nowUs: number): Decision {
    const { demand, decision } = entry
    if (owed.and === 'spread') return this.spread(entry, nowUs)
    const session = this.sessionOf(conference)
    const asked = session && intervalOf(session)
    if (!session || !asked || asked.seconds === 0) {
      entry.untilUs = entry.madeUs + demand.cause.byMs * 1000
      if (nowUs < entry.untilUs) return decision
      return undecidable(demand, 'no Response to a record of the conference asked for interims by time')
    }
    const awaited = this.awaited(session, asked)
    if (awaited.came.length >= owed.interims) return this.held(entry, awaited, owed, nowUs)
    entry.untilUs = awaited.dueUs
    const last = session.records.at(-1)
    if (last?.type === 'stop') return undecidable(demand, `${recordName(last)}, came before an interim by time was due`)
    if (nowUs < awaited.dueUs) return decision
    return this.absent(demand, session, awaited, owed, nowUs)
  }

  /** LV-15 — where each leg has a session, the first of them. */
  private sessionOf(conference: Conference): Session | undefined {
    return this.evidence.accounting.sessionsOf(conference).find(({ records }) => records.some(({ type }) => type === 'start'))
  }

  /** ch1-facts E11 — whether a record by event winds the clock anew is open: each is counted from, whatever made it. */
  private awaited({ records }: Session, asked: AskedInterval): Awaited {
    const { explainedBy } = this.evidence.accounting.books
    const came = records.filter((one) => one.type === 'interim' && one.n > asked.n && !explainedBy.has(one))
    const sinceUs = Math.max(asked.atUs, ...records.map(({ atUs }) => atUs))
    const longestUs = (1 + SPREAD) * asked.seconds * 1_000_000 + this.evidence.profile.windows['P-DELAY'] * 1000
    return { asked, came, sinceUs, dueUs: sinceUs + longestUs }
  }

  private absent(demand: Demand, { records }: Session, awaited: Awaited, { and }: ByTime, nowUs: number): Decision {
    const { boundary, accounting, profile } = this.evidence
    const { asked, came, sinceUs, dueUs } = awaited
    if (and !== undefined) return undecidable(demand, 'the interims by time that it speaks of did not come')
    if (boundary.laggedSince(sinceUs)) return undecidable(demand, `${STOOD_STILL} while an interim by time was awaited`)
    if (!boundary.openSince(sinceUs)) return undecidable(demand, 'the CH-1 peer was not open all the time')
    const waiting = accounting.books.sessions.waitingForUs().find((one) => records.includes(one))
    if (waiting) return undecidable(demand, `${recordName(waiting)} of the same session waits for our answer`) // RFC 6733 §8.2
    if (profile.choices['P-PERIODIC'] === 'unknown')
      return undecidable(
        demand,
        'no interim by time came, and the profile does not say whether the server sends any (P-PERIODIC)',
      )
    const last = records.at(-1)
    return this.broken(demand, {
      signature: `interval ${asked.n}|${came.length}`,
      expected: `an INTERIM by time within ${milliseconds(dueUs - sinceUs)}: a Response asked for one every ${asked.seconds} s`,
      actual: `none in ${milliseconds(nowUs - sinceUs)}`,
      atUs: sinceUs,
      events: [asked.n, ...(last ? [last.n] : [])],
    })
  }

  /** They came: are they what they are to be besides? */
  private held(entry: Entry, { asked, came }: Awaited, { and }: ByTime, nowUs: number): Decision {
    const { demand } = entry
    const by = [asked.n, ...came.map(({ n }) => n)]
    const stamped = and === 'bare' ? came.find(({ content }) => content.has(TIME_STAMPS)) : undefined
    if (stamped) return this.stamped(entry, stamped, nowUs)
    if (and === 'apart') {
      const soonest = SPREAD * asked.seconds * 1_000_000
      const soon = came.find((one, i) => one.atUs - (came[i - 1] ?? asked).atUs < soonest)
      if (soon) {
        const gapUs = soon.atUs - (came[came.indexOf(soon) - 1] ?? asked).atUs
        return this.broken(demand, {
          signature: `record ${soon.n}`,
          expected: `no INTERIM by time sooner than ${milliseconds(soonest)}: a Response asked for one every ${asked.seconds} s`,
          actual: `${recordName(soon)}, ${milliseconds(gapUs)} after ${came.indexOf(soon) === 0 ? 'it' : 'the one before'}`,
          atUs: soon.atUs,
          events: [soon.n, asked.n],
        })
      }
    }
    return { demand: demand.id, state: 'met', by }
  }

  /** What it is shows when nothing in SIP explains it: then the rule has found it, wherever it was. */
  private stamped(entry: Entry, record: SeenRecord, nowUs: number): Decision {
    const { demand } = entry
    const { findings, profile } = this.evidence
    const finding = findings.at([demand.rule], [record.n])
    if (finding) return { demand: demand.id, state: 'broken', finding }
    entry.untilUs = record.atUs + (profile.windows['P-DELAY'] + profile.windows.early + 1) * 1000
    if (nowUs < entry.untilUs) return entry.decision
    return undecidable(demand, `${recordName(record)}, has Time-Stamps, and is perhaps of a SIP message`)
  }

  /**
   * RFC 6733 §9.8.2 — a client spreads them, so that no storm of records comes where sessions begin together: told of the first in each session that
   * began in the scenario, as its distance from what asked for it.
   */
  private spread(entry: Entry, nowUs: number): Decision {
    const { demand, madeUs } = entry
    const { sessions } = this.evidence.accounting.books
    const all = [...sessions.all()].flatMap((session) => {
      const asked = intervalOf(session)
      const isOfScenario = (session.records[0]?.n ?? -1) > demand.cause.after
      return asked !== undefined && asked.seconds > 0 && isOfScenario ? [this.awaited(session, asked)] : []
    })
    const firsts = all.flatMap(({ asked, came: [first] }) => (first ? [{ first, us: first.atUs - asked.atUs }] : []))
    const dues = all.flatMap(({ came, dueUs }) => (came.length === 0 ? [dueUs] : []))
    entry.untilUs = Math.max(madeUs + demand.cause.byMs * 1000, ...dues)
    if ((firsts.length < 2 || dues.length > 0) && nowUs < entry.untilUs) return entry.decision
    if (firsts.length < 2) return undecidable(demand, 'fewer than two sessions had an interim by time')
    const lengths = firsts.map(({ us }) => us)
    const apart = milliseconds(Math.max(...lengths) - Math.min(...lengths))
    const came = lengths.map((us) => milliseconds(us)).join(' and ')
    const observed = `${apart} apart: the first interims by time came ${came} after the Response that asked for them`
    return { demand: demand.id, state: 'met', by: firsts.map(({ first }) => first.n), observed }
  }

  private broken(
    demand: Demand,
    breach: { signature: string; expected: string; actual: string; atUs: number; events: readonly number[] },
  ): Decision {
    return { demand: demand.id, state: 'broken', finding: this.evidence.findings.add({ rule: demand.rule, ...breach }) }
  }
}
