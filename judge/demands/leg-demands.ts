// What the records of one leg have to be together: nobody comes without going.
import { resolved, type Trigger } from '../model/conference'
import type { Occurrence } from '../model/occurrence'
import type { Decision } from '../verdict'
import { CHARGES_NOTHING, isOver, unknownOf } from './conference-end'
import { undecidable, type Entry, type Evidence } from './entry'
import { STOOD_STILL } from '../stood-still'

export class LegDemands {
  private readonly evidence: Evidence

  constructor(evidence: Evidence) {
    this.evidence = evidence
  }

  /** Decided when the conference is over: until then a departure may still be charged. */
  decide(entry: Entry, occurrence: Occurrence): Decision {
    const conference = resolved(occurrence.conference)
    if (!isOver(conference)) return entry.decision
    if (!conference.triggers.some((one) => one.record)) return undecidable(entry.demand, CHARGES_NOTHING)
    const triggers = conference.triggers.filter((one) => one.leg === occurrence.leg)
    return entry.demand.owed.what === 'balance'
      ? this.balance(entry, occurrence, triggers)
      : this.forks(entry, occurrence, triggers)
  }

  /** OMA CR §6.2.3.2 — a user who was charged as it came is charged as it goes; one who was not need not be. */
  private balance({ demand }: Entry, { leg, mark, conference }: Occurrence, triggers: readonly Trigger[]): Decision {
    if (!leg.bye) return undecidable(demand, `${leg.user} did not leave`)
    const came = triggers.find((one) => ['arrival', 'join'].includes(one.kind) && one.record)
    const went = triggers.find((one) => ['departure', 'expulsion', 'stop'].includes(one.kind) && (one.record ?? one.late))
    const by = [came, went].flatMap((one) => one?.record?.n ?? [])
    if (!came?.record || went) return { demand: demand.id, state: 'met', by: by.length > 0 ? by : [mark.n] }
    const unknown = unknownOf(resolved(conference)) ?? this.blind(leg.bye.first.atUs)
    if (unknown !== undefined) return undecidable(demand, unknown)
    return this.broken(demand, {
      expected: `a record for the departure of ${leg.user}, whose arrival was charged`,
      actual: 'none',
      atUs: leg.bye.first.atUs,
      events: [came.record.n, leg.bye.first.n],
    })
  }

  /** LV-14 — the 2xx of a fork and the BYE that releases it may each be charged: then both. */
  private forks({ demand }: Entry, { leg, mark }: Occurrence, triggers: readonly Trigger[]): Decision {
    if (leg.forks.size === 0) return undecidable(demand, `no second 2xx of ${leg.user} reached the server`)
    const records = triggers.flatMap((one) => (one.kind === 'fork' && one.record ? [one.record] : []))
    const released = [...leg.forks.values()].every((fork) => fork.released)
    if (!released || records.length % 2 === 0)
      return { demand: demand.id, state: 'met', by: [mark.n, ...records.map(({ n }) => n)] }
    return this.broken(demand, {
      expected: `no record for a second 2xx of ${leg.user}, or one more for its release`,
      actual: `${records.length} in all`,
      atUs: records[0]?.atUs ?? mark.atUs,
      events: records.map(({ n }) => n),
    })
  }

  private broken(
    demand: Entry['demand'],
    what: { readonly expected: string; readonly actual: string; readonly atUs: number; readonly events: readonly number[] },
  ): Decision {
    const finding = this.evidence.findings.add({ rule: demand.rule, signature: demand.cause.who, ...what })
    return { demand: demand.id, state: 'broken', finding }
  }

  private blind(fromUs: number): string | undefined {
    const { boundary } = this.evidence
    if (boundary.laggedSince(fromUs)) return `${STOOD_STILL}, so a record that did not come says nothing of the SUT`
    return boundary.openSince(fromUs) ? undefined : 'the CH-1 peer was not open all the time'
  }
}
