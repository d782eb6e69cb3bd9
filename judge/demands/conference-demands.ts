// Demands on all records of a conference: their order, their Session-Id, their grammar. Decided when its STOP is.
import type { Demand, RecordType } from '../history/events'
import { isEndedBy, type Conference, type Trigger } from '../model/conference'
import { recordName, type SeenRecord } from '../model/record'
import { triggerText } from '../model/trigger-text'
import { ruleOf } from '../rules'
import type { Decision } from '../verdict'
import { CHARGES_NOTHING, isOver, unknownOf } from './conference-end'
import { undecidable, type Entry, type Evidence } from './entry'
import { EveryoneDemands } from './everyone-demands'

/** What came instead of what. */
interface Breach {
  readonly expected: string
  readonly actual: string
  readonly events: readonly number[]
}

export class ConferenceDemands {
  private readonly evidence: Evidence
  private readonly ofEveryone: EveryoneDemands

  constructor(evidence: Evidence) {
    this.evidence = evidence
    this.ofEveryone = new EveryoneDemands(evidence)
  }

  decide(entry: Entry, conference: Conference): Decision {
    const { demand, decision } = entry
    if (!isOver(conference)) return decision
    switch (demand.owed.what) {
      case 'order':
        return this.order(demand, conference, demand.owed.types)
      case 'ownSession':
        return this.ownSession(demand, conference)
      case 'grammar':
        return this.grammar(demand, conference, demand.owed.rule)
      case 'startFirst':
        return this.startFirst(demand, conference)
      case 'nobodyArrives':
        return this.nobodyArrives(demand, conference)
      case 'everyone':
        return this.ofEveryone.decide(entry, conference, demand.owed.arrivals)
      default:
        return decision
    }
  }

  /** 3GPP TS 32.260 T5.2.1.1-1 — START and STOP alone are of who takes part in a 1-1 session. */
  private nobodyArrives(demand: Demand, conference: Conference): Decision {
    if (!conference.isPair)
      return undecidable(demand, 'the server passed the call on as a conference: its own Contact says isfocus')
    const charged = conference.triggers.filter((one) => one.record !== undefined)
    if (charged.length === 0) return undecidable(demand, CHARGES_NOTHING)
    const arrival = charged.find((one) => one.kind === 'arrival')
    if (arrival?.record)
      return this.broken(demand, conference, {
        expected: 'no record of an arrival in a 1-1 session',
        actual: `${recordName(arrival.record)} for ${triggerText(arrival)}`,
        events: [arrival.record.n, arrival.cause.n],
      })
    const passedOn = conference.triggers.flatMap((one) => (one.kind === 'arrival' ? [one.cause.n] : []))
    return { demand: demand.id, state: 'met', by: [...this.eventsOf(conference), ...passedOn] }
  }

  private order(demand: Demand, conference: Conference, types: readonly RecordType[]): Decision {
    const missing = conference.triggers.find((one) => one.level === 'owed' && one.missing)?.missing
    if (missing) return { demand: demand.id, state: 'broken', finding: missing }
    const unknown = unknownOf(conference)
    if (unknown !== undefined) return undecidable(demand, unknown)
    const breach = this.ofOneSession(conference)
      ? (wrongOrder(conference, types) ?? this.wrongNumbers(conference))
      : this.wrongSessions(conference)
    if (breach) return this.broken(demand, conference, breach)
    return { demand: demand.id, state: 'met', by: this.eventsOf(conference) }
  }

  /** LV-15 — a server that accounts a participant each keeps the order in each session, not in the conference. */
  private ofOneSession(conference: Conference): boolean {
    return this.evidence.profile.choices['P-GRAN'] === 'conference' || this.evidence.accounting.sessionsOf(conference).length < 2
  }

  private wrongSessions(conference: Conference): Breach | undefined {
    for (const { id, records } of this.evidence.accounting.sessionsOf(conference)) {
      const types = inOrder(records.filter((one) => one.type !== 'event')).map((one) => one.type ?? 'unreadable')
      if (types[0] === 'start' && types.at(-1) === 'stop' && types.slice(1, -1).every((type) => type === 'interim')) continue
      return { expected: `start, interims, stop in session ${id}`, actual: types.join(' '), events: records.map((one) => one.n) }
    }
    return undefined
  }

  /** TP_SEQ_001 — numbers from 0 by 1, but only where the profile declares them so (RFC 6733 §9.8.3 is advice there). */
  private wrongNumbers(conference: Conference): Breach | undefined {
    const { choices } = this.evidence.profile
    if (choices['P-NUM'] !== 'from-0-by-1' || choices['P-GRAN'] !== 'conference') return undefined
    // LV-09: an EVENT of the session has a number too; LV-20: over several connections they may be seen in another order
    const records = inOrder(this.evidence.accounting.sessionsOf(conference).flatMap((session) => session.records))
    const numbers = records.map((record) => record.number)
    if (numbers.every((number, i) => number === i)) return undefined
    const expected = numbers.map((_, i) => i)
    return {
      expected: `numbers ${expected.join(' ')}, as the profile declares`,
      actual: `numbers ${numbers.join(' ')}`,
      events: records.map((record) => record.n),
    }
  }

  private ownSession(demand: Demand, conference: Conference): Decision {
    const by = this.eventsOf(conference)
    const finding = this.evidence.findings.at(['session-id-constant', 'served-session-id', 'conferences-mixed'], by)
    if (finding) return { demand: demand.id, state: 'broken', finding }
    // one record alone keeps every Session-Id
    return by.length < 2 ? undecidable(demand, few(conference)) : { demand: demand.id, state: 'met', by }
  }

  private grammar(demand: Demand, conference: Conference, rule: string): Decision {
    const records = this.evidence.accounting.recordsOf(conference)
    const by = records.map((record) => record.n)
    const finding = this.evidence.findings.at([rule], by)
    if (finding) return { demand: demand.id, state: 'broken', finding }
    const of = ruleOf(rule)
    const { binding } = of
    if (binding !== undefined && records.some((record) => record[binding] === undefined))
      return undecidable(demand, `${rule} speaks of the ${binding} binding, and a record came over another`)
    if (by.length === 0) return undecidable(demand, few(conference))
    const about = of.sees === 'record' ? of.about : undefined
    // LV-15 — nothing keeps a rule on INTERIMs where each leg has a session, of START and STOP alone
    return about && !records.some((one) => about.isIn(one))
      ? undecidable(demand, `${rule} speaks of ${about.what}, and no record of the conference is or has one`)
      : { demand: demand.id, state: 'met', by }
  }

  /** RFC 6733 §8.2, §9.5 — START first. LV-05, LV-06: what comes before the initiator is in belongs to the start, in any order. */
  private startFirst(demand: Demand, conference: Conference): Decision {
    const { record: start, leg } = conference.triggers.find((one) => one.kind === 'start' && one.record) ?? {}
    const { ack } = leg ?? {}
    if (!start || !ack) return undecidable(demand, unknownOf(conference) ?? 'no START, or no ACK of the initiator, was seen')
    const sinceUs = ack.atUs + this.evidence.profile.windows.grain * 1000
    const ahead = this.evidence.accounting
      .recordsOf(conference)
      .filter((one) => one.session === start.session && one.conn === start.conn && one.enabler === start.enabler)
      .filter((one) => one.atUs < start.atUs && one.atUs > sinceUs)
    if (ahead.length === 0) return { demand: demand.id, state: 'met', by: [start.n] }
    return this.broken(demand, conference, {
      expected: 'START before every other record of its session',
      actual: `${ahead.map((one) => (one.type ?? 'unreadable').toUpperCase()).join(', ')} ahead of it`,
      events: [start.n, ...ahead.map(({ n }) => n)],
    })
  }

  private eventsOf(conference: Conference): readonly number[] {
    return this.evidence.accounting.recordsOf(conference).map((record) => record.n)
  }

  private broken(demand: Demand, conference: Conference, breach: Breach): Decision {
    const finding = this.evidence.findings.add({
      rule: demand.rule,
      signature: `conference ${conference.id}`,
      ...breach,
      atUs: conference.end?.atUs ?? 0,
    })
    return { demand: demand.id, state: 'broken', finding }
  }
}

/** Why there is nothing to decide by. */
function few(conference: Conference): string {
  return unknownOf(conference) ?? 'the conference has too few records'
}

/** LV-20 — by their numbers, wherever they came in; without numbers as they came. */
function inOrder(records: readonly SeenRecord[]): readonly SeenRecord[] {
  return [...records].sort((a, b) => (a.number ?? 0) - (b.number ?? 0) || a.n - b.n)
}

/**
 * OMA CR §6.2.3.2 — the order counts each arrival and departure once. Those that are permitted, not owed, may be among them, with a record
 * (LV-05, LV-06: an arrival before the initiator has its 200 or has acknowledged it) or without one.
 */
function wrongOrder(conference: Conference, types: readonly RecordType[]): Breach | undefined {
  const { triggers } = conference
  const counted = triggers.filter(({ kind, level }) => kind !== 'mediaChange' && kind !== 'fork' && level !== 'void')
  const recordsOf = (some: readonly Trigger[]): readonly SeenRecord[] => inOrder(some.flatMap(({ record }) => record ?? []))
  // LV-11 — the last leaver's INTERIM comes beside the order, owed or not: its STOP is in it
  const isBeside = ({ kind, leg }: Trigger): boolean =>
    (kind === 'departure' || kind === 'expulsion') && isEndedBy(conference, leg)
  const permitted = counted.filter((one) => one.level === 'permitted' || isBeside(one))
  const owed = recordsOf(counted.filter((one) => !permitted.includes(one)))
  const all = recordsOf(counted)
  const [fewest, wanted] = [interimsIn(owed.map(({ type }) => type)), interimsIn(types)]
  const isCountRight = wanted >= fewest && wanted <= fewest + permitted.length
  const shapes = [owed, all].map((some) => shapeOf(some.map(({ type }) => type)))
  if (isCountRight && shapes.includes(shapeOf(types))) return undefined
  return { expected: types.join(' '), actual: all.map(({ type }) => type).join(' '), events: all.map((record) => record.n) }
}

function interimsIn(types: readonly (RecordType | undefined)[]): number {
  return types.filter((type) => type === 'interim').length
}

/** The order without how many interims stand in a row. */
function shapeOf(types: readonly (RecordType | undefined)[]): string {
  return types.filter((type, i) => type !== 'interim' || types[i - 1] !== 'interim').join()
}
