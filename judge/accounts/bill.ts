// The bill of one conference: who was in by SIP, what an enabler would bill by CH-1, and the difference that no lawful delay explains.
import type { RecordType } from '../history/events'
import type { ConferenceAccount, LegAccount, RecordAccount } from './account'
import { chargesOf, type Charge } from './charges'

/** One user of a conference; seconds with six decimals. */
export interface UserBill {
  readonly user: string
  /** From the 2xx to the BYE, all stays together; by SIP alone. */
  readonly inS: number
  /** From the record of the arrival to that of the departure, or to the STOP; by CH-1. */
  readonly chargedS: number
}

/** What no lawful delay explains. Zero all through: the bill is right. */
export interface BillDifference {
  /** Seconds charged too much and too little, together. */
  readonly seconds: number
  /** Heads: stays that were not charged, charges for nobody, and by how much each Number-Of-Participants is off. */
  readonly heads: number
  /** START, INTERIM, STOP and EVENT too many or too few. */
  readonly records: number
  /** Each part of it in words; at most fifty. */
  readonly what: readonly string[]
}

export interface Bill {
  readonly conference: string
  readonly users: readonly UserBill[]
  readonly sip: {
    readonly headSeconds: number
    readonly mostHeads: number
    readonly openS: number
    readonly due: ConferenceAccount['due']
  }
  readonly ch1: {
    readonly sessions: readonly string[]
    readonly records: Readonly<Record<RecordType, number>>
    readonly headSeconds: number
    /** From START to STOP; null where one of them is not there. */
    readonly openS: number | null
    /** Head-seconds by Number-Of-Participants from record to record; null where none told one. */
    readonly countedHeadSeconds: number | null
    readonly mostCounted: number | null
  }
  readonly difference: BillDifference
}

const types: readonly RecordType[] = ['start', 'interim', 'stop', 'event']
const MAX_WORDS = 50

/** Has every stay and every charge of it an end? Then its bill does not hang on where the history ends. */
export function isBillable(account: ConferenceAccount): boolean {
  return (
    account.legs.every((leg) => !isStay(leg) || leg.bye !== undefined) &&
    chargesOf(account).all.every(({ closed }) => closed !== undefined)
  )
}

/** `endUs`: where the history ends; a stay or a charge that is still open is counted so far. */
export function billOf(account: ConferenceAccount, endUs: number): Bill {
  const { all: charges, idle } = chargesOf(account)
  const stays = account.legs.filter(isStay)
  const records = Object.fromEntries(types.map((type) => [type, account.records.filter((one) => one.type === type).length]))
  const curve = headsBySip(stays, endUs)
  return {
    conference: account.name,
    users: usersOf(stays, charges, endUs),
    sip: { headSeconds: seconds(curve.areaUs), mostHeads: curve.most, openS: seconds(curve.openUs), due: account.due },
    ch1: {
      sessions: [...new Set(account.records.map((one) => one.session))].slice(0, MAX_WORDS),
      records: records as Record<RecordType, number>,
      headSeconds: seconds(charges.reduce((sum, one) => sum + (closedUs(one, endUs) - one.opened.atUs), 0)),
      openS: openByCh1(account.records),
      ...counted(account.records),
    },
    difference: differenceOf(account, charges, idle),
  }
}

type Stay = LegAccount & { readonly joined: NonNullable<LegAccount['joined']> }

function isStay(leg: LegAccount): leg is Stay {
  return leg.joined !== undefined
}

function differenceOf(account: ConferenceAccount, charges: readonly Charge[], idle: readonly RecordAccount[]): BillDifference {
  const what: string[] = []
  let us = 0
  let heads = 0
  const add = (moreUs: number, moreHeads: number, text: string): void => {
    us += moreUs
    heads += moreHeads
    if (what.length < MAX_WORDS) what.push(text)
  }
  const paired = new Set<Charge>()
  for (const [index, leg] of account.legs.entries()) {
    if (!isStay(leg)) continue
    const charge = charges.find((one) => one.leg === index) ?? charges.find((one) => isForStay(one, leg, paired))
    if (!charge) {
      if (leg.arrival?.state !== 'missing' || !leg.bye) continue
      add(leg.bye.atUs - leg.joined.atUs, 1, `${leg.user}: in for ${shown(leg.bye.atUs - leg.joined.atUs)}, never charged`)
      continue
    }
    paired.add(charge)
    if (leg.arrival?.record !== charge.opened.n || leg.arrival.state === 'late') {
      const offUs = charge.opened.atUs - leg.joined.atUs
      add(Math.abs(offUs), 0, `${leg.user}: charging begins ${shown(Math.abs(offUs))} too ${offUs < 0 ? 'early' : 'late'}`)
    }
    endOfStay(leg, charge, account, add)
  }
  for (const charge of charges.filter((one) => !paired.has(one) && one.opened.kind === 'forbidden')) {
    const closed = charge.closed?.atUs ?? charge.opened.atUs
    add(closed - charge.opened.atUs, 1, `${charge.user}: charged by event ${charge.opened.n} for an arrival that was none`)
  }
  for (const one of idle)
    if (one.kind === 'forbidden') add(0, 1, `${one.user ?? 'nobody named'}: a departure charged by event ${one.n} that was none`)
  for (const one of account.records)
    if (one.countOff > 0) add(0, one.countOff, `event ${one.n} tells ${one.count ?? '?'} participants, ${one.countOff} off`)
  return { seconds: seconds(us), heads, records: recordsOff(account, what), what }
}

/** The end of a stay against the end of its charge; a charge that nothing closes runs at least until its end was overdue. */
function endOfStay(
  leg: Stay,
  charge: Charge,
  account: ConferenceAccount,
  add: (us: number, heads: number, text: string) => void,
): void {
  if (!leg.bye) return
  const { departure } = leg
  if (!charge.closed) {
    const missing = [departure, account.end].find((one) => one?.state === 'missing')
    if (!missing) return
    const us = (missing.dueUs ?? leg.bye.atUs) - leg.bye.atUs
    add(us, 1, `${leg.user}: charged on after leaving, ${shown(us)} until the end was overdue, and nothing ends it`)
    return
  }
  const isOwn = departure?.record === charge.closed.n
  const offUs = charge.closed.atUs - leg.bye.atUs
  if (isOwn && departure.state === 'charged') return
  if (!isOwn && offUs >= 0 && departure?.state !== 'missing' && departure?.state !== 'late') return
  if (!isOwn && charge.closed.kind !== 'forbidden' && offUs < 0 && departure?.state !== 'missing') return
  add(Math.abs(offUs), 0, `${leg.user}: charging ends ${shown(Math.abs(offUs))} too ${offUs < 0 ? 'early' : 'late'}`)
}

/** A charge that the judge did not explain by a leg, and that names the user of a stay it overlaps. */
function isForStay(charge: Charge, leg: Stay, paired: ReadonlySet<Charge>): boolean {
  if (charge.leg !== undefined || paired.has(charge) || charge.user !== leg.user) return false
  const { atUs } = charge.opened
  return leg.arrival?.state === 'missing' && atUs >= leg.invited.atUs && atUs <= (leg.bye?.atUs ?? Infinity)
}

function recordsOff({ records, due }: ConferenceAccount, what: string[]): number {
  let sum = 0
  for (const type of types) {
    const seen = records.filter((one) => one.type === type).length
    const { min, max } = due[type]
    const off = Math.max(min - seen, seen - max, 0)
    sum += off
    if (off > 0 && what.length < MAX_WORDS)
      what.push(`${type.toUpperCase()}: ${seen} came, ${min === max ? `${min} due` : `${min} to ${max} due`}`)
  }
  return sum
}

function usersOf(stays: readonly Stay[], charges: readonly Charge[], endUs: number): readonly UserBill[] {
  const users = new Map<string, { inUs: number; chargedUs: number }>()
  const of = (user: string): { inUs: number; chargedUs: number } => {
    const known = users.get(user) ?? { inUs: 0, chargedUs: 0 }
    users.set(user, known)
    return known
  }
  for (const stay of stays) of(stay.user).inUs += (stay.bye?.atUs ?? endUs) - stay.joined.atUs
  for (const charge of charges) of(charge.user).chargedUs += closedUs(charge, endUs) - charge.opened.atUs
  return [...users].map(([user, { inUs, chargedUs }]) => ({ user, inS: seconds(inUs), chargedS: seconds(chargedUs) }))
}

/** Heads over time: everybody who is in, by the 2xx and the BYE. */
function headsBySip(stays: readonly Stay[], endUs: number): { areaUs: number; most: number; openUs: number } {
  const steps = stays
    .flatMap((stay) => [[stay.joined.atUs, 1] as const, [stay.bye?.atUs ?? endUs, -1] as const])
    .sort(([a, up], [b, down]) => a - b || up - down)
  let [areaUs, most, openUs, heads, lastUs] = [0, 0, 0, 0, steps[0]?.[0] ?? 0]
  for (const [atUs, step] of steps) {
    areaUs += heads * (atUs - lastUs)
    if (heads > 0) openUs += atUs - lastUs
    heads += step
    most = Math.max(most, heads)
    lastUs = atUs
  }
  return { areaUs, most, openUs }
}

function counted(records: readonly RecordAccount[]): { countedHeadSeconds: number | null; mostCounted: number | null } {
  const telling = records.filter((one) => one.count !== undefined || one.type === 'stop')
  const counts = records.flatMap((one) => (one.count === undefined ? [] : [one.count]))
  if (counts.length === 0) return { countedHeadSeconds: null, mostCounted: null }
  let us = 0
  for (const [index, one] of telling.entries()) {
    const next = telling[index + 1]
    if (next && one.type !== 'stop') us += (one.count ?? 0) * (next.atUs - one.atUs)
  }
  return { countedHeadSeconds: seconds(us), mostCounted: counts.reduce((most, one) => Math.max(most, one)) }
}

/** START to STOP of each session; the longest chain only where one is missing says nothing. */
function openByCh1(records: readonly RecordAccount[]): number | null {
  let us = 0
  const starts = new Map<string, number>()
  for (const { type, session, atUs } of records) {
    if (type === 'start' && !starts.has(session)) starts.set(session, atUs)
    const from = starts.get(session)
    if (type !== 'stop' || from === undefined) continue
    us += atUs - from
    starts.delete(session)
  }
  return starts.size > 0 || !records.some((one) => one.type === 'start') ? null : seconds(us)
}

function closedUs(charge: Charge, endUs: number): number {
  return charge.closed?.atUs ?? Math.max(endUs, charge.opened.atUs)
}

function seconds(us: number): number {
  return Math.round(us) / 1e6
}

function shown(us: number): string {
  return `${(us / 1e6).toFixed(3)} s`
}
