// Tests on the content of one matched record. A value is compared with what the conference model allows, never with one guess.
import type { AvpTest } from './history/events'
import { countRange, resolved, type Trigger } from './model/conference'
import type { ChoiceMark } from './model/choices'
import { namesUser } from './model/matching'
import { statusOf } from './model/pager'
import { recordName, type ContentValue, type SeenRecord } from './model/record'
import { knownFromUs } from './model/trigger-state'
import type { Profile } from './profile/schema'
import { MESSAGE_COUNTERS } from './rules/im-information-members'

/** What a record's content says of the tests. */
export type ContentResult =
  /** `marks`: the choices that the content shows. */
  | { readonly state: 'kept'; readonly marks: readonly ChoiceMark[] }
  | { readonly state: 'broken'; readonly expected: string; readonly actual: string }
  | { readonly state: 'unknown'; readonly missing: string }

/** What the content of a record is compared with. */
export interface ContentContext {
  readonly profile: Profile
  /** Every record of its Session-Id. */
  readonly session: readonly SeenRecord[]
  /** Records come over several connections, in no certain order (LV-20). */
  readonly severalConnections: boolean
}

/** The first test that is broken, else the first that cannot be decided, else kept. */
export function contentOf(
  record: SeenRecord,
  trigger: Trigger,
  tests: readonly AvpTest[],
  context: ContentContext,
): ContentResult {
  const results = tests.map((test) => one(record, trigger, test, context))
  return (
    results.find((result) => result.state === 'broken') ??
    results.find((result) => result.state === 'unknown') ?? {
      state: 'kept',
      marks: results.flatMap((result) => (result.state === 'kept' ? result.marks : [])),
    }
  )
}

const KEPT: ContentResult = { state: 'kept', marks: [] }

function one(record: SeenRecord, trigger: Trigger, test: AvpTest, context: ContentContext): ContentResult {
  const { profile } = context
  const there = record.content.has(test.path)
  const [value] = record.content.scalars(test.path)
  const name = test.path.split('/').at(-1) ?? test.path
  if (test.op === 'absent') {
    return !there ? KEPT : { state: 'broken', expected: `no ${name}`, actual: `${name} ${shown(value)} in ${recordName(record)}` }
  }
  if (test.op === 'party') return party(record, trigger)
  if (!there) return absent(name, record, profile)
  if (test.op === 'present') return KEPT
  if (test.op === 'legIcid' || test.op === 'legCallId') return ofLegs(test, record, trigger)
  if (test.op === 'participants') return participants(value, record, trigger, profile)
  if (test.op === 'nextNumber') return nextNumber(record, context, profile)
  if (test.op === 'invited') return invited(value, record, Number(test.value), profile)
  if (test.op === 'triggerTime') return triggerTime(value, record, trigger, context)
  if (test.op === 'exploded') return exploded(name, value, record, trigger)
  if (test.op === 'finalStatus') return finalStatus(value, record, trigger)
  if (test.op === 'messages') return messages(record, test.path)
  if (test.op === 'cumulative') return cumulative(record, test.path, context.session)
  if (test.op === 'operators') return operators(record, trigger, test.path)
  if (test.op === 'callingParty') return callingParty(record.content.scalars(test.path), record, trigger)
  const wanted = test.op === 'oneOf' ? (test.value as readonly (string | number)[]) : [test.value]
  const kept = test.op === 'matches' ? new RegExp(String(test.value)).test(shown(value)) : wanted.some((want) => want === value)
  return kept || isAckForInvite(name, value, wanted, profile)
    ? KEPT
    : { state: 'broken', expected: `${name} ${wanted.join(' or ')}`, actual: `${name} ${shown(value)} in ${recordName(record)}` }
}

/** design.md §4 — an optional AVP that is absent: a fail only where the profile claims it. */
function absent(name: string, record: SeenRecord, profile: Profile): ContentResult {
  // 3GPP TS 32.299 §7.2.117 — the count is defined for START and INTERIM; LV-15: a leg's departure is its STOP.
  if (name === 'Number-Of-Participants' && record.type === 'stop')
    return { state: 'unknown', missing: `${recordName(record)} closes its session, and counts nobody` }
  const claim = (profile.pics as Readonly<Record<string, string>>)[name]
  if (claim === 'yes')
    return { state: 'broken', expected: `${name}, which the profile claims`, actual: `no ${name} in ${recordName(record)}` }
  return { state: 'unknown', missing: `${name} is not in ${recordName(record)}; the profile says ${claim ?? 'nothing'} of it` }
}

/** LV-07, 3GPP TS 32.299 §7.2.201 — the method that caused the record: ACK where the server charges an arrival at the ACK. */
function isAckForInvite(name: string, value: unknown, wanted: readonly unknown[], profile: Profile): boolean {
  return name === 'SIP-Method' && value === 'ACK' && wanted.includes('INVITE') && profile.choices['P-ARR-POINT'] !== '2xx'
}

/** 3GPP TS 32.299 §7.2.117 — the parties attached when the interim is sent; LV-03, LV-04, LV-14 give the room around it. */
function participants(value: unknown, record: SeenRecord, trigger: Trigger, profile: Profile): ContentResult {
  if (typeof value !== 'number') return { state: 'unknown', missing: 'Number-Of-Participants cannot be read' }
  const ways = countWays(record, trigger, profile)
  const fitting = ways.filter(({ low, high }) => value >= low && value <= high)
  const [first] = fitting
  if (!first) {
    const low = Math.min(...ways.map((way) => way.low))
    const high = Math.max(...ways.map((way) => way.high))
    const expected = `Number-Of-Participants ${low === high ? low : `${low} to ${high}`}`
    return { state: 'broken', expected, actual: `${value} in ${recordName(record)}` }
  }
  const tells = (key: 'count' | 'focus'): boolean =>
    ways.some((way) => way[key] !== first[key]) && fitting.every((way) => way[key] === first[key])
  const marks: ChoiceMark[] = []
  if (tells('count')) marks.push(['P-COUNT', first.count])
  if (tells('focus')) marks.push(['P-FOCUS', first.focus])
  return { state: 'kept', marks }
}

/** What Number-Of-Participants may say of this trigger in each legal way to count, up to `toUs`: LV-03, LV-04, LV-14. */
export function countWays(
  record: SeenRecord,
  trigger: Trigger,
  profile: Profile,
  toUs = record.atUs,
): readonly {
  readonly count: 'users' | 'endpoints'
  readonly focus: 'excluded' | 'included'
  readonly low: number
  readonly high: number
}[] {
  const isIn = trigger.kind === 'arrival' || trigger.kind === 'join' || trigger.kind === 'mediaChange'
  const fromUs = Math.min(knownFromUs(trigger, profile), record.atUs)
  const span = { fromUs, toUs, grainUs: profile.windows.grain * 1000 }
  const { 'P-COUNT': countChoice, 'P-FOCUS': focusChoice } = profile.choices
  const counts = countChoice === 'unknown' ? (['users', 'endpoints'] as const) : [countChoice]
  const focuses = focusChoice === 'unknown' ? (['excluded', 'included'] as const) : [focusChoice]
  return counts.flatMap((count) => {
    const { low, high } = countRange(resolved(trigger.conference), span, { leg: trigger.leg, isIn }, count)
    return focuses.map((focus) => {
      const more = focus === 'included' ? 1 : 0
      return { count, focus, low: low + more, high: high + more }
    })
  })
}

/** 3GPP TS 32.299 §7.2.117 — in the initial request the parties invited, attached or not; LV-04 leaves it open where nobody is. */
function invited(value: unknown, record: SeenRecord, users: number, profile: Profile): ContentResult {
  if (typeof value !== 'number') return { state: 'unknown', missing: 'Number-Of-Participants cannot be read' }
  if (profile.choices['P-GRAN'] !== 'conference')
    // LV-15
    return {
      state: 'unknown',
      missing: 'where each participant may have a session (P-GRAN), its START is no request that invites',
    }
  const focus = profile.choices['P-FOCUS']
  const allowed = focus === 'excluded' ? [users] : [users, users + 1] // the focus is attached, and invited by nobody
  if (allowed.includes(value)) return KEPT
  return {
    state: 'broken',
    expected: `Number-Of-Participants ${allowed.join(' or ')}, the invited`,
    actual: `${value} in ${recordName(record)}`,
  }
}

/** LV-26 — times have a grain of a second, twice; whatever the clock is off by falls out of a difference. */
const TIME_GRAIN_MS = 1_500

/** 3GPP TS 32.299 §7.1.8 — the time of the trigger, however long the record waited. */
function triggerTime(value: unknown, record: SeenRecord, trigger: Trigger, { session, profile }: ContentContext): ContentResult {
  const start = resolved(trigger.conference).triggers.find(
    (one) => one.kind === 'start' && one.record && session.includes(one.record),
  )
  const [first] = start?.record?.content.scalars('Event-Timestamp') ?? []
  if (typeof value !== 'string' || typeof first !== 'string' || !start)
    return { state: 'unknown', missing: 'no time in the START, or in the record, to compare' }
  const told = Date.parse(value) - Date.parse(first)
  const sinceMs = (us: number): number => (us - start.cause.atUs) / 1000
  const [fromMs, dueMs] = [sinceMs(knownFromUs(trigger, profile)), sinceMs(trigger.cause.atUs)]
  if (told >= fromMs - TIME_GRAIN_MS && told <= dueMs + TIME_GRAIN_MS) return KEPT
  return {
    state: 'broken',
    expected: `Event-Timestamp ${(dueMs / 1000).toFixed(1)} s after that of the START, as the trigger is`,
    actual: `${told / 1000} s after it in ${recordName(record)}`,
  }
}

/** 3GPP TS 32.299 §7.2.35 — the SIP status itself: of the MESSAGE, or of a copy of it, which another one may have become on its way. */
function finalStatus(value: unknown, record: SeenRecord, { leg, copies = [] }: Trigger): ContentResult {
  const own = statusOf(leg)
  const allowed = [...(own === undefined ? [] : [own]), ...copies.flatMap(({ answer }) => (answer ? [answer.status] : []))]
  if (allowed.some((one) => one === value)) return KEPT
  const expected = `Cause-Code ${[...new Set(allowed)].join(' or ')}`
  return {
    state: 'broken',
    expected,
    actual: `Cause-Code ${typeof value === 'number' ? value : '(unreadable)'} in ${recordName(record)}`,
  }
}

/** OMA-DDS §6.2.62 — one message to each who is to have it. */
function exploded(name: string, value: unknown, record: SeenRecord, { copies = [] }: Trigger): ContentResult {
  if (copies.length === 0) return { state: 'unknown', missing: 'no copy of the MESSAGE was seen' }
  if (value === copies.length) return KEPT
  const actual = `${typeof value === 'number' ? value : '(unreadable)'} in ${recordName(record)}`
  return { state: 'broken', expected: `${name} ${copies.length}, the copies that were sent`, actual }
}

/**
 * RFC 6733 §9.8.1 — what an interim counts, it counts since its session began. "Before" goes by numbers, not by arrival (LV-20); an EVENT has
 * counters of its own.
 */
function cumulative(record: SeenRecord, path: string, session: readonly SeenRecord[]): ContentResult {
  const { number = -Infinity } = record
  const earlier = session.filter((one) => one.type !== 'event' && one.number !== undefined && one.number < number)
  const compared = MESSAGE_COUNTERS.flatMap((name) => {
    const [now, ...before] = [record, ...earlier].map(({ content }) => content.scalars(`${path}/${name}`)[0])
    const told = before.filter((value) => typeof value === 'number')
    return typeof now === 'number' && told.length > 0 ? [{ name, now, before: Math.max(...told) }] : []
  })
  if (compared.length === 0)
    return { state: 'unknown', missing: `no record of the session before ${recordName(record)} counts what it counts` }
  const fallen = compared.find(({ now, before }) => now < before)
  if (!fallen) return KEPT
  const { name, now, before } = fallen
  return {
    state: 'broken',
    expected: `${name} ${before} or more, as before in its session`,
    actual: `${now} in ${recordName(record)}`,
  }
}

/** 3GPP TS 32.299 §7.2.33 — who called, as the network asserts it; C9: of the leg the record is about, or of the first. */
function callingParty(values: readonly ContentValue[], record: SeenRecord, { leg, conference }: Trigger): ContentResult {
  const allowed = [leg, ...resolved(conference).firsts].flatMap(({ asserted }) => (asserted.length > 0 ? asserted : ['unknown']))
  if (values.length > 0 && values.every((value) => allowed.some((one) => one === value))) return KEPT
  return {
    state: 'broken',
    expected: `Calling-Party-Address ${[...new Set(allowed)].join(' or ')}`,
    actual: `${values.map(shown).join(', ') || '(unreadable)'} in ${recordName(record)}`,
  }
}

/** RFC 4975 §8.1 — an m line of messages; 3GPP TS 32.299 §7.2.184 calls it the name of the media, which the first word alone is too. */
const MESSAGES = /^(?:m=)?message(?: \d+(?:\/\d+)? TCP\/(?:TLS\/)?MSRP(?: .*)?)?$/i

/** 3GPP TS 32.260 T6.3.2.1 — what is told of the media of who arrives in a conference of messages. */
function messages(record: SeenRecord, path: string): ContentResult {
  const names = record.content.scalars(`${path}/SDP-Media-Name`).map(shown)
  if (names.length === 0)
    return { state: 'unknown', missing: `${recordName(record)} has SDP-Media-Component, and no SDP-Media-Name` }
  if (names.some((name) => MESSAGES.test(name.trim()))) return KEPT
  return {
    state: 'broken',
    expected: 'SDP-Media-Name of messages over MSRP',
    actual: `${names.slice(0, 4).join(', ')} in ${recordName(record)}`,
  }
}

/** 3GPP TS 32.299 §7.2.80 — the networks as SIP told them; C9: of the leg the record is about, or of the first. What SIP does not tell is the server's to know. */
function operators(record: SeenRecord, { leg, conference }: Trigger, path: string): ContentResult {
  const told = [leg, ...resolved(conference).firsts].map((one) => one.operators)
  const ends = [
    { name: 'Originating-IOI', allowed: told.flatMap(({ originating }) => [...originating]) },
    { name: 'Terminating-IOI', allowed: told.flatMap(({ terminating }) => [...terminating]) },
  ].flatMap(({ name, allowed }) => {
    const values = record.content.scalars(`${path}/${name}`)
    return allowed.length > 0 && values.length > 0 ? [{ name, allowed, values }] : []
  })
  if (ends.length === 0)
    return { state: 'unknown', missing: `${recordName(record)} and P-Charging-Vector name no operator that could be compared` }
  const wrong = ends.find(({ allowed, values }) => !values.every((value) => allowed.some((one) => one === value)))
  if (!wrong) return KEPT
  const { name, allowed, values } = wrong
  return {
    state: 'broken',
    expected: `${name} ${[...new Set(allowed)].join(' or ')}`,
    actual: `${values.map(shown).join(', ')} in ${recordName(record)}`,
  }
}

/** C8, C9 — a Call-ID of the conference; the ICID of the leg it is about, or of the first one. */
function ofLegs({ path, op }: AvpTest, record: SeenRecord, { leg, conference }: Trigger): ContentResult {
  const { legs, firsts } = resolved(conference)
  const allowed =
    op === 'legCallId'
      ? [...legs, ...firsts].flatMap((one) => [one.callId, ...(one.farCallId === undefined ? [] : [one.farCallId])])
      : [leg, ...firsts].flatMap(({ icid }) => icid ?? [])
  const values = record.content.scalars(path)
  if (allowed.length === 0) return { state: 'unknown', missing: 'no P-Charging-Vector was seen on the leg it speaks of' }
  if (values.length > 0 && values.every((value) => allowed.some((one) => one === value))) return KEPT
  const name = path.split('/').at(-1) ?? path
  return {
    state: 'broken',
    expected: `${name} ${allowed.slice(0, 3).join(' or ')}${allowed.length > 3 ? ' or another of the conference' : ''}`,
    actual: `${name} ${values.map(shown).join(', ') || '(unreadable)'} in ${recordName(record)}`,
  }
}

/** Where a record may name whom it is about, besides its parties: ch1-facts §2.4, §2.7. */
const PARTY_PATHS = [
  'Service-Information/IMS-Information/From-Address',
  'Service-Information/**/Application-Provided-Called-Party-Address',
  'Service-Information/**/Participants-Involved',
  'Service-Information/**/Participant-Group/Called-Party-Address',
]

function party(record: SeenRecord, { leg }: Trigger): ContentResult {
  const more = PARTY_PATHS.flatMap((path) => record.content.scalars(path)).filter((value) => typeof value === 'string')
  const named = [...record.parties, ...more]
  if (named.length === 0) return { state: 'unknown', missing: `${recordName(record)} names nobody at all` }
  if (namesUser(named, leg.user)) return KEPT
  return { state: 'broken', expected: `${leg.user} named`, actual: `${named.slice(0, 4).join(', ')} in ${recordName(record)}` }
}

/** RFC 6733 §9.8.3 — numbers grow by one (advice; binding where the profile declares it). */
function nextNumber(record: SeenRecord, { session, severalConnections }: ContentContext, profile: Profile): ContentResult {
  const before = session[session.indexOf(record) - 1]
  if (record.number === undefined || before?.number === undefined)
    return { state: 'unknown', missing: 'no earlier record of the session to count from' }
  if (record.number === before.number + 1) return KEPT
  if (profile.choices['P-NUM'] === 'growing' && record.number > before.number) return KEPT // LV-17
  if (severalConnections || session.some((one) => one.conn !== record.conn || one.enabler !== record.enabler))
    return { state: 'unknown', missing: 'the records came over several connections, whose order says nothing (LV-20)' }
  return {
    state: 'broken',
    expected: `Accounting-Record-Number ${before.number + 1}`,
    actual: `${record.number} after ${before.number}`,
  }
}

function shown(value: ContentValue | undefined): string {
  return value === undefined ? '(unreadable)' : String(value)
}
