// A scenario in time, by the judge's own model: the moments at which something changed, and the data of the slider.
import type { Charging, ConferenceAccount, LegAccount, RecordAccount } from '../../judge/accounts/account'
import type { HistoryEvent } from '../../judge/history/events'
import { spanText } from '../clock-text'
import { harmless } from '../harmless-text'

/** One line of the table of changes. */
export interface Moment {
  /** ms since the scenario began. */
  readonly atMs: number
  /** What SIP shows, or what a record says that nothing explains. */
  readonly what: string
  /** Number of the event that shows it. */
  readonly event: number
  /** The record that charges it, or why there is none. */
  readonly record: string
  readonly after: string
  readonly state: 'charged' | 'late' | 'missing' | 'quiet' | 'unexplained'
  /** Who is in after it. */
  readonly inNow: readonly string[]
}

/** What the slider computes its answers from; short names, as it is many times in a page. All times in ms of the scenario. */
export interface SliderData {
  readonly endMs: number
  readonly conferences: readonly {
    readonly name: string
    /** [who, times at which it is invited, in, leaving and gone (null: never), text of its arrival's record, of its departure's]. */
    readonly legs: readonly (readonly [string, number, number | null, number | null, number | null, string, string])[]
    /** [Session-Id, records: [ms, type, number, event, count]]. */
    readonly sessions: readonly (readonly [
      string,
      readonly (readonly [number, string, number | null, number, number | null])[],
    ])[]
  }[]
}

export interface InTime {
  readonly moments: readonly Moment[]
  readonly slider: SliderData
}

/** More changes than this are not listed. */
const MAX_MOMENTS = 1_500

export function inTime(accounts: readonly ConferenceAccount[], events: readonly HistoryEvent[]): InTime {
  const startUs = events[0]?.atUs ?? 0
  const ms = (us: number): number => Math.round(us - startUs) / 1000
  const nameOf = namesIn(accounts, events)
  const moments = accounts
    .flatMap((account) => momentsOf(account, ms, nameOf))
    .sort((a, b) => a.atMs - b.atMs || a.event - b.event)
  return {
    moments: moments.slice(0, MAX_MOMENTS),
    slider: {
      endMs: ms(Math.max(events.at(-1)?.atUs ?? startUs, startUs + 1000)),
      conferences: accounts.map((account) => ({
        name: harmless(account.name, 120),
        legs: account.legs.map((leg) => sliderLeg(leg, account, ms, nameOf)),
        sessions: sessionsOf(account.records, ms),
      })),
    },
  }
}

/** The participant's name where the testbed gave one, else the user part of the address. */
function namesIn(accounts: readonly ConferenceAccount[], events: readonly HistoryEvent[]): (user: string) => string {
  const stemOf = (user: string): string => user.replace(/\d+(?=@)/, '')
  const alike = new Map<string, Set<string>>()
  for (const { user } of accounts.flatMap(({ legs }) => legs))
    alike.set(stemOf(user), (alike.get(stemOf(user)) ?? new Set()).add(user))
  // a crowd is one wire of many users: its name is nobody's
  const names = new Map(
    events.flatMap((event) =>
      event.kind === 'wire' && (alike.get(stemOf(event.aor))?.size ?? 0) < 2 ? [[event.aor, event.participant] as const] : [],
    ),
  )
  const known = new Map<string, string>()
  return (user) => {
    const name = known.get(user) ?? harmless(names.get(user) ?? /^sips?:([^@;]+)/.exec(user)?.[1] ?? user, 60)
    known.set(user, name)
    return name
  }
}

function momentsOf(account: ConferenceAccount, ms: (us: number) => number, nameOf: (user: string) => string): readonly Moment[] {
  const told = new Set<number>()
  const recordOf = new Map(account.records.map((record) => [record.n, record]))
  const moments: Moment[] = []
  const add = (mark: { n: number; atUs: number }, what: string, charging: Charging | undefined, instead = ''): void => {
    const record = charging?.record === undefined ? undefined : recordOf.get(charging.record)
    if (record) told.add(record.n)
    moments.push({
      atMs: ms(mark.atUs),
      what,
      event: mark.n,
      record: record ? recordText(record) : chargingText(charging, instead),
      after: charging?.latencyUs === undefined ? '' : afterText(charging.latencyUs),
      state: stateOf(charging),
      inNow: whoIsIn(account.legs, mark.atUs, nameOf),
    })
  }
  for (const leg of account.legs) {
    const who = nameOf(leg.user)
    if (leg.joined)
      add(leg.joined, `${who} is in: 2xx to ${leg.by === 'server' ? "the server's INVITE" : 'the INVITE'}`, leg.arrival)
    else if (leg.refused) add(leg.refused, `${who} does not come: ${leg.refused.status}`, undefined, 'none, none is owed')
    if (leg.bye) add(leg.bye, `${who} ${leg.bye.by === 'server' ? 'is sent away' : 'leaves'}: BYE`, leg.departure)
  }
  for (const record of account.records)
    if (!told.has(record.n))
      moments.push({
        atMs: ms(record.atUs),
        what: record.kind === 'permitted' ? 'a record that is permitted, not owed' : `a record that is ${record.kind}`,
        event: record.n,
        record: recordText(record),
        after: '',
        state: record.kind === 'forbidden' || record.kind === 'undecided' ? 'unexplained' : 'quiet',
        inNow: whoIsIn(account.legs, record.atUs, nameOf),
      })
  return moments
}

function sliderLeg(
  leg: LegAccount,
  { records }: ConferenceAccount,
  ms: (us: number) => number,
  nameOf: (user: string) => string,
): SliderData['conferences'][number]['legs'][number] {
  const at = (mark: { atUs: number } | undefined): number | null => (mark === undefined ? null : ms(mark.atUs))
  const textOf = (charging: Charging | undefined): string => {
    const record = records.find((one) => one.n === charging?.record)
    return record ? recordText(record) : chargingText(charging, '')
  }
  const over = leg.left ?? leg.refused ?? (leg.joined ? undefined : leg.cancelled)
  return [
    nameOf(leg.user),
    ms(leg.invited.atUs),
    at(leg.joined),
    at(leg.bye),
    at(over),
    textOf(leg.arrival),
    textOf(leg.departure),
  ]
}

function sessionsOf(
  records: readonly RecordAccount[],
  ms: (us: number) => number,
): SliderData['conferences'][number]['sessions'] {
  const sessions = new Map<string, RecordAccount[]>()
  for (const record of records) sessions.set(record.session, [...(sessions.get(record.session) ?? []), record])
  return [...sessions].map(([id, own]) => [
    harmless(id, 120),
    own.map((one) => [ms(one.atUs), (one.type ?? '?').toUpperCase(), one.number ?? null, one.n, one.count ?? null] as const),
  ])
}

function whoIsIn(legs: readonly LegAccount[], atUs: number, nameOf: (user: string) => string): readonly string[] {
  const users = legs.filter((leg) => leg.joined && leg.joined.atUs <= atUs && !(leg.bye && leg.bye.atUs <= atUs))
  return [...new Set(users.map((leg) => nameOf(leg.user)))]
}

/** `INTERIM, record 3 (event 57)` */
export function recordText(record: RecordAccount): string {
  return `${(record.type ?? 'unreadable').toUpperCase()}, record ${record.number ?? '?'} (event ${record.n})`
}

function chargingText(charging: Charging | undefined, instead: string): string {
  switch (charging?.state) {
    case undefined:
      return instead
    case 'missing':
      return 'missing: one was owed, none came'
    case 'excused':
      return 'none, none had to come'
    case 'open':
      return 'none so far, not decided'
    default:
      return ''
  }
}

function stateOf(charging: Charging | undefined): Moment['state'] {
  const state = charging?.state
  return state === 'charged' || state === 'late' || state === 'missing' ? state : 'quiet'
}

function afterText(us: number): string {
  return us < 0 ? `${spanText(-us)} before` : `${spanText(us)} after`
}
