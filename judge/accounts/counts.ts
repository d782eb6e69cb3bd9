// How far a record's Number-Of-Participants is from every value that the roster allows.
import { countWays } from '../content'
import type { Conference, Trigger } from '../model/conference'
import { partyIn } from '../model/matching'
import type { SeenRecord } from '../model/record'
import type { Profile } from '../profile/schema'

const COUNT = 'Service-Information/**/Number-Of-Participants'
export const arrivals: ReadonlySet<Trigger['kind']> = new Set(['start', 'arrival', 'join'])
export const departures: ReadonlySet<Trigger['kind']> = new Set(['departure', 'expulsion'])

export function countIn(record: SeenRecord): number | undefined {
  const [count] = record.content.scalars(COUNT)
  return typeof count === 'number' ? count : undefined
}

/** ch1-facts C9 — a record names another leg, or another user, than the first: so the first one is named where it is meant. */
export function tellsLegs(records: readonly SeenRecord[], { legs, firsts }: Conference): boolean {
  const others = legs.filter((leg) => !firsts.includes(leg))
  return records.some((record) => others.some((leg) => record.callIds.includes(leg.callId) || partyIn(record, leg.user)))
}

/**
 * Zero where it fits, tells none or where nothing binds it. 3GPP TS 32.299 §7.2.117 — bound are the interims of arrivals and departures.
 * `isTelling`: {@link tellsLegs}, of all records of the conference.
 */
export function countOff(record: SeenRecord, trigger: Trigger, isTelling: boolean, profile: Profile): number {
  const count = countIn(record)
  if (count === undefined || record.type !== 'interim') return 0
  if (trigger.kind === 'mediaChange' || trigger.kind === 'fork' || trigger.kind === 'stop') return 0
  // LV-01: a record ahead of its trigger, an output of the server, may tell what the server has already done
  const toUs = Math.max(record.atUs, trigger.cause.atUs)
  const distances = [trigger, ...alike(record, trigger, isTelling)].flatMap((one) =>
    countWays(record, one, profile, toUs).map(({ low, high }) => Math.max(low - count, count - high, 0)),
  )
  return Math.min(...distances)
}

/**
 * The other comings and goings that this record may be of: which of them it was given to is our choice, and its count may be that of another.
 * ch1-facts C9, LV-03 — one that names nobody, or the first leg where all do, may be of any that was open when it came. One that names its leg
 * and no SIP method may be of that leg's coming or going: a joiner's arrival (LV-10) is charged behind a queue where its departure is awaited.
 */
function alike(record: SeenRecord, trigger: Trigger, isTelling: boolean): readonly Trigger[] {
  const { leg, conference } = trigger
  const isNamed = record.callIds.includes(leg.callId) || partyIn(record, leg.user)
  const isTold = isNamed && (!conference.firsts.includes(leg) || isTelling)
  return conference.triggers.filter((one) => {
    if (one === trigger || one.level === 'void' || one.earliestUs > record.atUs) return false
    if (!arrivals.has(one.kind) && !departures.has(one.kind)) return false
    if (isTold) return one.leg === leg && record.sipMethod === undefined
    return one.onItsWay === true || record.atUs <= openUntilUs(one)
  })
}

/** The end of its window, or when the record came that it was given: behind its window where somebody stood still. */
function openUntilUs({ provedUs, cause, queuedUs, windowMs, record, late }: Trigger): number {
  const dueUs = Math.max(provedUs ?? cause.atUs, queuedUs ?? 0) + windowMs * 1000
  return Math.max(dueUs, record?.atUs ?? late?.atUs ?? 0)
}
