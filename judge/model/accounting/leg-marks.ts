// Whose Call-ID the interims of a session carry: of the leg that made each, or of the first leg. Told of the session as a whole.
import type { Profile } from '../../profile/schema'
import type { ChoiceMark } from '../choices'
import { resolved, type Conference, type Trigger } from '../conference'
import type { Leg } from '../leg'
import { partyIn } from '../matching'
import type { SeenRecord } from '../record'

/** A choice, and the record that shows it first. */
export interface LegMark {
  readonly mark: ChoiceMark
  readonly record: SeenRecord
}

type Value = 'trigger-leg' | 'initial-leg'

const METHODS: Readonly<Partial<Record<Trigger['kind'], readonly string[]>>> = {
  arrival: ['INVITE'],
  join: ['INVITE', 'ACK'], // LV-07
  departure: ['BYE'],
  expulsion: ['BYE'],
}

/**
 * ch1-facts C8, C9 — what the interims of a closed session show all alike; undefined where they differ, or leave a doubt. START and STOP may
 * speak of the session. Behind a B2BUA the SUT has other Call-IDs than we see (LV-23); a participating function has two for each leg.
 */
export function legNamed(
  session: readonly SeenRecord[],
  explainedBy: Pick<WeakMap<SeenRecord, Trigger>, 'get'>,
  { sut, topology }: Profile,
): LegMark | undefined {
  if (sut.role !== 'controlling' || topology.sip === 'b2bua') return undefined
  const [opening] = session
  const opener = opening?.type === 'start' ? explainedBy.get(opening) : undefined
  if (!opening || !opener) return undefined
  const conference = resolved(opener.conference)
  const first = opener.leg
  if (!namesOnly(opening, first)) return undefined // LV-03 — or another leg was the first
  const interims = session.filter(({ type }) => type === 'interim')
  const told = interims.flatMap((record) => {
    const trigger = explainedBy.get(record)
    const value = trigger && valueOf(record, trigger, first, conference)
    return value === undefined ? [] : [{ value, record }]
  })
  const [one] = told
  if (!one) return undefined
  // one that names another leg speaks against the first leg, whatever it is of; so does one told of the first leg against the others
  const others = conference.legs.filter((leg) => leg !== first)
  const doubt = one.value === 'initial-leg' ? interims.some((record) => others.some((leg) => namesOnly(record, leg))) : false
  if (doubt || told.some(({ value }) => value !== one.value)) return undefined
  return { mark: ['P-LEG', one.value], record: one.record }
}

/** What this record shows, if it is surely the one of this trigger. */
function valueOf(record: SeenRecord, trigger: Trigger, first: Leg, { triggers }: Conference): Value | undefined {
  const { kind, leg } = trigger
  if (leg.callId === first.callId || leg.user === first.user || !partyIn(record, leg.user)) return undefined
  if (!METHODS[kind]?.some((method) => method === record.sipMethod)) return undefined
  if (namesOnly(record, leg)) return record.icids.every((icid) => icid === leg.icid) ? 'trigger-leg' : undefined
  if (!namesOnly(record, first) || !record.icids.every((icid) => icid === first.icid)) return undefined
  // nothing else that the first leg did may be what it is of
  const isOfFirst = triggers.some(
    (one) => one.leg === first && one.kind !== 'start' && one.earliestUs <= record.atUs && mayBeOf(record, one),
  )
  return isOfFirst ? undefined : 'initial-leg'
}

/** By its type and its method: a departure of the first leg has no INTERIM that names INVITE. */
function mayBeOf({ type, sipMethod }: SeenRecord, { kind, types }: Trigger): boolean {
  const isOfMethod = METHODS[kind]?.some((method) => method === sipMethod) ?? true
  return isOfMethod && types.some((one) => one === type)
}

/** TS 32.299 §7.2.242, §7.2.128A — one Call-ID alone, as User-Session-Id: with an Outgoing-Session-Id of another leg it names both. */
function namesOnly(record: SeenRecord, { callId }: Leg): boolean {
  const own = record.content.scalars('Service-Information/IMS-Information/User-Session-Id')
  return own.length > 0 && record.callIds.every((one) => one === callId)
}
