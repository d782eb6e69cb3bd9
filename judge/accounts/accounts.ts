// From the judge's model to accounts: nothing is decided here that the judge has not decided.
import type { RecordType } from '../history/events'
import type { Accounting } from '../model/accounting/accounting'
import { conferenceName, type Conference, type Trigger } from '../model/conference'
import type { ConferencePlane } from '../model/conference-plane'
import type { Leg } from '../model/leg'
import { namedLeg } from '../model/record-owner'
import type { SeenRecord } from '../model/record'
import type { NumberedAccount } from '../closing/closed'
import type { SipPlane } from '../model/sip-plane'
import type { Profile } from '../profile/schema'
import type { Explanation } from '../verdict'
import { arrivals, countIn, countOff, departures, tellsLegs } from './counts'
import type { Charging, ConferenceAccount, Due, LegAccount, RecordAccount } from './account'

export interface AccountSources {
  readonly profile: Profile
  readonly sip: SipPlane
  readonly plane: ConferencePlane
  readonly accounting: Accounting
}

/** Every conference that is not closed and that {@link isTold}, in order of its first INVITE. */
export function accountsOf(sources: AccountSources): readonly NumberedAccount[] {
  const why = new Map(sources.accounting.books.explanations.map((one) => [one.record, one]))
  return sources.plane.conferences
    .filter((one) => !one.sameAs)
    .map((conference) => ({ id: conference.id, account: accountOf(conference, sources, why) }))
    .filter(({ account }) => isTold(account))
}

/** Somebody got into it, or it was charged. */
export function isTold({ legs, records }: ConferenceAccount): boolean {
  return records.length > 0 || legs.some((leg) => leg.joined !== undefined)
}

/** `why`: the explanation of each record, by its number. */
export function accountOf(
  conference: Conference,
  sources: AccountSources,
  why: ReadonlyMap<number, Explanation>,
): ConferenceAccount {
  const { accounting } = sources
  const legs = [...conference.legs].sort((a, b) => a.invite.n - b.invite.n)
  const byRecord = new Map<SeenRecord, Trigger>()
  const byLeg = new Map<Leg, Trigger[]>()
  for (const trigger of conference.triggers) {
    if (trigger.record) byRecord.set(trigger.record, trigger)
    if (trigger.late) byRecord.set(trigger.late, trigger)
    byLeg.set(trigger.leg, [...(byLeg.get(trigger.leg) ?? []), trigger])
  }
  const sessions = accounting.sessionsOf(conference)
  const isTelling = tellsLegs(
    sessions.flatMap((one) => one.records),
    conference,
  )
  const records = sessions
    .flatMap(({ id, records: of }) =>
      of.map((record) => {
        const trigger = byRecord.get(record)
        const off = trigger ? countOff(record, trigger, isTelling, sources.profile) : 0
        return { ...recordAccount(record, trigger, why.get(record.n), legs, sources), countOff: off, session: id }
      }),
    )
    .sort((a, b) => a.n - b.n)
  const end = conference.triggers.findLast((one) => one.kind === 'stop' && one.level !== 'void')
  return {
    name: conferenceName(conference),
    legs: legs.map((leg) => legAccount(leg, byLeg.get(leg) ?? [])),
    records,
    due: dueOf(conference, records),
    ...(end === undefined ? {} : { end: chargingOf(end) }),
  }
}

function legAccount(leg: Leg, triggers: readonly Trigger[]): LegAccount {
  const arrival = lastOf(triggers, arrivals)
  const departure = lastOf(triggers, departures) ?? triggers.findLast((one) => one.kind === 'stop' && one.level !== 'void')
  const { answer, ack, refusal, ringing, cancel, bye } = leg
  return {
    user: leg.user,
    callId: leg.callId,
    by: leg.by,
    invited: leg.invite,
    ...(ringing ? { ringing } : {}),
    ...(answer ? { joined: answer } : {}),
    ...(ack ? { confirmed: ack } : {}),
    ...(refusal ? { refused: refusal } : {}),
    ...(cancel ? { cancelled: cancel } : {}),
    ...(bye ? { bye: { ...bye.first, by: bye.by } } : {}),
    ...(bye?.firstAnswer ? { left: { n: bye.firstAnswer.n, atUs: bye.firstAnswer.atUs } } : {}),
    ...(arrival && answer ? { arrival: chargingOf(arrival) } : {}),
    ...(departure && bye ? { departure: chargingOf(departure) } : {}),
  }
}

/** The last of these kinds; one that came to nothing only where there is no other. */
function lastOf(triggers: readonly Trigger[], kinds: ReadonlySet<Trigger['kind']>): Trigger | undefined {
  const own = triggers.filter((one) => kinds.has(one.kind))
  // LV-11: beside a STOP, the interim of the last leaver may be there or not; then the STOP speaks for the departure
  const spoken = own.filter((one) => one.level !== 'void' && (one.level !== 'permitted' || one.record !== undefined))
  return spoken.at(-1) ?? (triggers.some((one) => one.kind === 'stop' && one.level !== 'void') ? undefined : own.at(-1))
}

function chargingOf(trigger: Trigger): Charging {
  const record = trigger.record ?? trigger.late
  const proved = trigger.provedUs
  const dueUs = proved === undefined ? undefined : Math.max(proved, trigger.queuedUs ?? proved) + trigger.windowMs * 1000
  const due = dueUs === undefined ? {} : { dueUs }
  if (record)
    return {
      state: trigger.record ? 'charged' : 'late',
      record: record.n,
      latencyUs: record.atUs - trigger.cause.atUs,
      ...due,
    }
  if (trigger.missing) return { state: 'missing', ...due }
  const isExcused = trigger.undecidable !== undefined || trigger.level === 'void'
  return { state: isExcused ? 'excused' : 'open', ...due }
}

function recordAccount(
  record: SeenRecord,
  trigger: Trigger | undefined,
  why: Explanation | undefined,
  legs: readonly Leg[],
  { sip, plane }: AccountSources,
): Omit<RecordAccount, 'session' | 'countOff'> {
  const kind = why?.kind ?? 'undecided'
  const leg = trigger?.leg ?? namedLeg(record, sip, plane)
  const at = leg === undefined ? -1 : legs.indexOf(leg)
  const count = countIn(record)
  return {
    n: record.n,
    atUs: record.atUs,
    type: record.type,
    number: record.number,
    ...(count === undefined ? {} : { count }),
    does: doesOf(record, trigger, kind),
    ...(leg === undefined ? {} : { user: leg.user }),
    ...(at < 0 ? {} : { leg: at }),
    kind,
  }
}

/** By what explains it; what nothing explains speaks for itself: an enabler would believe it. */
function doesOf(record: SeenRecord, trigger: Trigger | undefined, kind: RecordAccount['kind']): RecordAccount['does'] {
  if (record.type === 'event') return 'none'
  if (record.type === 'stop') return 'end'
  if (trigger) {
    if (arrivals.has(trigger.kind)) return 'in'
    return departures.has(trigger.kind) || trigger.kind === 'stop' ? 'out' : 'none'
  }
  if (kind !== 'forbidden') return 'none'
  if (record.type === 'start') return 'in'
  // 3GPP TS 32.299 §7.2.201 — the method that caused the record
  if (record.sipMethod === 'BYE') return 'out'
  return record.sipMethod === 'INVITE' || record.sipMethod === 'ACK' ? 'in' : 'none'
}

/** Owed and decided: at least; permitted or not to be decided: at most. */
function dueOf({ triggers }: Conference, records: readonly RecordAccount[]): Readonly<Record<RecordType, Due>> {
  const due = { start: [0, 0], interim: [0, 0], stop: [0, 0], event: [0, 0] } as Record<RecordType, [number, number]>
  for (const trigger of triggers) {
    const type = trigger.record?.type ?? trigger.late?.type ?? trigger.types[0]
    if (type === undefined || trigger.level === 'void') continue
    const isOwed = trigger.missing !== undefined || (trigger.level === 'owed' && trigger.record !== undefined)
    if (isOwed) due[type][0] += 1
    due[type][1] += 1
  }
  for (const { type, kind, does } of records) {
    const isLegal = kind === 'permitted' || kind === 'undecided' || kind === 'foreign'
    if (type !== undefined && isLegal && (does === 'none' || kind === 'undecided')) due[type][1] += 1
  }
  const of = ([min, max]: readonly [number, number]): Due => ({ min, max })
  return { start: of(due.start), interim: of(due.interim), stop: of(due.stop), event: of(due.event) }
}
