// Which accounting session is of which life: by what its records name, never by who sent them first.
import { grouped } from './legs'
import { departureOf, type Life } from './lives'
import type { RecordSeen } from './records-seen'
import type { Surroundings } from './surroundings'

export interface Session {
  readonly id: string
  /** Records but for EVENTs, in order of their first sending. */
  readonly records: readonly RecordSeen[]
  /** Undefined where nothing, or more than one life, could be meant. */
  readonly life: Life | undefined
  /** Lives its records name beyond doubt, each with the records that do. */
  readonly named: ReadonlyMap<Life, readonly RecordSeen[]>
  /** By names, or by time alone. */
  readonly isSure: boolean
  /** Where nothing is named: the lives it may be of. */
  readonly perhaps: readonly Life[]
}

export function sessionsOf(records: readonly RecordSeen[], lives: readonly Life[], around: Surroundings): readonly Session[] {
  const byId = new Map<string, RecordSeen[]>()
  for (const record of records)
    if (record.type !== 'event') byId.set(record.session, [...(byId.get(record.session) ?? []), record])
  const index = indexOf(lives)
  const events = grouped(
    records.filter((record) => record.type === 'event'),
    (record) => record.session,
  )
  const first = [...byId].map(([id, all]) => bind(id, all, events.get(id) ?? [], index, around))
  // where each leg is charged by itself a life has many (LV-15)
  const isOne = around.profile.choices['P-GRAN'] === 'conference'
  // LV-16 — a session of the participating function in the same box leaves that of the controlling one to be found
  const isOfRole = ({ records: own }: Session): boolean => own.some(({ role }) => role !== 0)
  const taken = new Set(isOne ? first.flatMap((one) => (one.life && isOfRole(one) ? [one.life] : [])) : [])
  return first.map((one) => {
    if (!isNobodys(one)) return inDoubt(one, lives, index, around)
    if (one.perhaps.length === 0) return byTime(one, lives, taken, around)
    // what it names did not exist yet: that may be chance, and it is of one that did
    const { life, perhaps } = byTime(one, lives, taken, around)
    return { ...one, perhaps: [...new Set([...one.perhaps, ...perhaps, ...(life === undefined ? [] : [life])])] }
  })
}

/** RFC 6733 §8.8, LV-09 — no START, INTERIM or STOP in it tells of a conference; what an EVENT under its Session-Id names does not make it of that one. */
export function isNobodys({ life, named }: Session): boolean {
  return life === undefined && [...named.values()].flat().every(({ type }) => type === 'event')
}

interface Index {
  readonly byCall: ReadonlyMap<string, Begun>
  readonly byIcid: ReadonlyMap<string, Begun>
  readonly byUser: ReadonlyMap<string, readonly Begun[]>
}

/** A name, and since when it can be known. */
interface Begun {
  readonly life: Life
  readonly fromUs: number
}

function indexOf(lives: readonly Life[]): Index {
  const byCall = new Map<string, Begun>()
  const byIcid = new Map<string, Begun>()
  const byUser = new Map<string, Begun[]>()
  for (const life of lives) {
    for (const { request } of [...life.failed, ...life.turnedAway]) byCall.set(request.callId, { life, fromUs: request.atUs })
    for (const leg of life.legs) {
      const begun = { life, fromUs: leg.invite.request.atUs }
      byCall.set(leg.callId, begun)
      for (const icid of leg.icids) byIcid.set(icid, begun)
      byUser.set(leg.user, [...(byUser.get(leg.user) ?? []), begun])
    }
  }
  return { byCall, byIcid, byUser }
}

/** The lives one record names: by Call-ID or ICID; by its parties where those say nothing. `weight` counts what agrees. */
function namedBy(record: RecordSeen, { byCall, byIcid, byUser }: Index, around: Surroundings): ReadonlyMap<Life, number> {
  const votes = new Map<Life, number>()
  const vote = (life: Life | undefined, weight: number): void => {
    if (life !== undefined) votes.set(life, (votes.get(life) ?? 0) + weight)
  }
  const known = (begun: Begun | undefined): Life | undefined =>
    begun !== undefined && begun.fromUs <= record.first.atUs ? begun.life : undefined
  for (const callId of record.callIds) vote(known(byCall.get(callId)), 2)
  for (const icid of record.icids) vote(known(byIcid.get(icid)), 2)
  const atUs = record.first.atUs
  const isPresent = ({ life, fromUs }: Begun): boolean =>
    atUs >= fromUs - around.earlyUs && atUs <= life.toUs + around.delayUs + around.lingerUs
  const present = [...record.parties].flatMap((party) => (byUser.get(party) ?? []).filter(isPresent))
  for (const life of new Set(present.map((one) => one.life))) vote(life, 1)
  return votes
}

function bind(
  id: string,
  records: readonly RecordSeen[],
  events: readonly RecordSeen[],
  index: Index,
  around: Surroundings,
): Session {
  const total = new Map<Life, number>()
  const named = new Map<Life, RecordSeen[]>()
  for (const record of [...records, ...events]) {
    const votes = [...namedBy(record, index, around)].sort((a, b) => b[1] - a[1])
    for (const [life, weight] of record.type === 'event' ? [] : votes) total.set(life, (total.get(life) ?? 0) + weight)
    const [best, next] = votes
    if (best !== undefined && best[1] >= 2 && (next?.[1] ?? 0) < best[1])
      named.set(best[0], [...(named.get(best[0]) ?? []), record])
  }
  const [best, next] = [...total].sort((a, b) => b[1] - a[1])
  // LV-25 — a session that names calls, and none of ours, is of other traffic, also where a user of ours takes part in it
  const isForeign = around.profile.topology.use === 'shared' && named.size === 0 && records.some(namesCall)
  if (isForeign) return { id, records, life: undefined, named, isSure: false, perhaps: [] }
  const life = best !== undefined && (next === undefined || next[1] < best[1]) ? best[0] : undefined
  const foretold = records.flatMap((record) => beforeItBegan(record, index))
  if (foretold.some((one) => one !== life) || (foretold.length > 0 && named.size === 0)) {
    const perhaps = [...new Set(life === undefined ? foretold : [life, ...foretold])]
    return { id, records, life: undefined, named, isSure: false, perhaps }
  }
  return { id, records, life, named, isSure: life !== undefined, perhaps: [] }
}

function namesCall({ callIds, icids }: RecordSeen): boolean {
  return callIds.length + icids.length > 0
}

/** The lives it names before anybody could know of them: a record out of its time, of whose session nothing is sure then. */
function beforeItBegan(record: RecordSeen, { byCall, byIcid }: Index): readonly Life[] {
  const begun = [...record.callIds.map((callId) => byCall.get(callId)), ...record.icids.map((icid) => byIcid.get(icid))]
  return begun.flatMap((one) => (one !== undefined && one.fromUs > record.first.atUs ? [one.life] : []))
}

/**
 * RFC 6733 §9.5, TS 32.299 §7.1.12 — where nothing opened it, what names nobody in it may be of any life that was going on; so may what names a
 * leg that did not exist yet.
 */
function inDoubt(session: Session, lives: readonly Life[], index: Index, around: Surroundings): Session {
  const isOpened = session.records.some(({ type }) => type === 'start')
  const doubtful = session.records.filter(
    (record) => (!isOpened && isNameless(record)) || beforeItBegan(record, index).length > 0,
  )
  const others = lives.filter((life) => life !== session.life && doubtful.some(({ first }) => isGoing(life, first.atUs, around)))
  return others.length === 0 ? session : { ...session, isSure: false, perhaps: [...session.perhaps, ...others] }
}

/** Was it going on, or over so short a time ago that its records may still come? */
function isGoing(life: Life, atUs: number, { timerFUs, endUs, grainUs, delayUs, lingerUs }: Surroundings): boolean {
  const lastUs = Math.max(life.fromUs, ...life.legs.map((leg) => Math.min(departureOf(leg, timerFUs).toUs, endUs)))
  return atUs >= life.fromUs - grainUs && atUs <= lastUs + delayUs + lingerUs
}

/** Nothing names it: of the one life that nobody charges yet and that was going on when its first record came. */
function byTime(session: Session, lives: readonly Life[], taken: ReadonlySet<Life>, around: Surroundings): Session {
  const atUs = session.records[0]?.first.atUs ?? 0
  const going = lives.filter((life) => isGoing(life, atUs, around))
  const possible = going.filter((life) => !taken.has(life))
  const [only] = possible
  // RFC 6733 §8.8 — under a Session-Id that nothing opened: wrong, and the record that one of several charged lives misses may be in it
  // LV-08 — or one by time is, of the only one
  const isOfAny = going.length > 1 || around.profile.choices['P-PERIODIC'] !== 'not-sent'
  if (possible.length === 0 && isOfAny && session.records.every(isNameless)) return { ...session, perhaps: going }
  return possible.length === 1 && only !== undefined
    ? { ...session, life: only, isSure: around.profile.topology.use === 'exclusive' && session.records[0]?.type === 'start' }
    : { ...session, perhaps: possible }
}

/** 3GPP TS 32.299 §7.1.12 — all that could name somebody is optional. */
function isNameless({ callIds, icids, parties }: RecordSeen): boolean {
  return callIds.length + icids.length + parties.size === 0
}
