// Tests on the content of one matched record. A value is compared with what the conference model allows, never with one guess.
import { avpsAt, type AvpScalar } from '@ch1/diameter'
import type { AvpTest } from './history/events'
import { countRange, resolved, type Trigger } from './model/conference'
import { recordName, type SeenRecord } from './model/record'
import type { Profile } from './profile/schema'

export type ContentResult =
  | { readonly state: 'kept' }
  | { readonly state: 'broken'; readonly expected: string; readonly actual: string }
  | { readonly state: 'unknown'; readonly missing: string }

/** The first test that is broken, else the first that cannot be decided, else kept. `session` is every record of its Session-Id. */
export function contentOf(
  record: SeenRecord,
  trigger: Trigger,
  tests: readonly AvpTest[],
  profile: Profile,
  session: readonly SeenRecord[],
): ContentResult {
  const results = tests.map((test) => one(record, trigger, test, profile, session))
  return (
    results.find((result) => result.state === 'broken') ??
    results.find((result) => result.state === 'unknown') ?? { state: 'kept' }
  )
}

function one(
  record: SeenRecord,
  trigger: Trigger,
  test: AvpTest,
  profile: Profile,
  session: readonly SeenRecord[],
): ContentResult {
  const values = avpsAt(record.message, test.path).map((avp) =>
    avp.value.ok && !Array.isArray(avp.value.value) ? (avp.value.value as AvpScalar) : undefined,
  )
  const name = test.path.split('/').at(-1) ?? test.path
  if (test.op === 'absent') {
    return values.length === 0
      ? { state: 'kept' }
      : { state: 'broken', expected: `no ${name}`, actual: `${name} ${shown(values[0])} in ${recordName(record)}` }
  }
  if (values.length === 0) return absent(name, record, profile)
  const value = values[0]
  if (test.op === 'participants') return participants(value, record, trigger, profile)
  if (test.op === 'nextNumber') return nextNumber(record, session)
  const wanted = test.op === 'oneOf' ? (test.value as readonly (string | number)[]) : [test.value]
  const kept = test.op === 'matches' ? new RegExp(String(test.value)).test(shown(value)) : wanted.some((want) => want === value)
  return kept
    ? { state: 'kept' }
    : { state: 'broken', expected: `${name} ${wanted.join(' or ')}`, actual: `${name} ${shown(value)} in ${recordName(record)}` }
}

/** design.md §4 — an optional AVP that is absent: a fail only where the profile claims it. */
function absent(name: string, record: SeenRecord, profile: Profile): ContentResult {
  const claim = (profile.pics as Readonly<Record<string, string>>)[name]
  if (claim === 'yes')
    return { state: 'broken', expected: `${name}, which the profile claims`, actual: `no ${name} in ${recordName(record)}` }
  return { state: 'unknown', missing: `${name} is not in ${recordName(record)}; the profile says ${claim ?? 'nothing'} of it` }
}

/** 3GPP TS 32.299 §7.2.117 — the parties attached when the interim is sent; LV-03, LV-04, LV-14 give the room around it. */
function participants(value: unknown, record: SeenRecord, trigger: Trigger, profile: Profile): ContentResult {
  if (typeof value !== 'number') return { state: 'unknown', missing: 'Number-Of-Participants cannot be read' }
  const selfIn = trigger.kind === 'arrival' || trigger.kind === 'join'
  const fromUs = Math.min(trigger.cause.atUs, record.atUs)
  const counts = profile.choices['P-COUNT'] === 'unknown' ? (['users', 'endpoints'] as const) : [profile.choices['P-COUNT']]
  const ranges = counts.map((count) => countRange(resolved(trigger.conference), fromUs, record.atUs, trigger.leg, selfIn, count))
  const focus = { excluded: [0], included: [1], unknown: [0, 1] }[profile.choices['P-FOCUS']]
  const low = Math.min(...ranges.map((range) => range.low)) + Math.min(...focus)
  const high = Math.max(...ranges.map((range) => range.high)) + Math.max(...focus)
  if (value >= low && value <= high) return { state: 'kept' }
  return {
    state: 'broken',
    expected: `Number-Of-Participants ${low === high ? low : `${low} to ${high}`}`,
    actual: `${value} in ${recordName(record)}`,
  }
}

/** RFC 6733 §9.8.3 — numbers grow by one (advice; binding where the profile declares it). */
function nextNumber(record: SeenRecord, session: readonly SeenRecord[]): ContentResult {
  const before = session[session.indexOf(record) - 1]
  if (record.number === undefined || before?.number === undefined)
    return { state: 'unknown', missing: 'no earlier record of the session to count from' }
  return record.number === before.number + 1
    ? { state: 'kept' }
    : {
        state: 'broken',
        expected: `Accounting-Record-Number ${before.number + 1}`,
        actual: `${record.number} after ${before.number}`,
      }
}

function shown(value: AvpScalar | undefined): string {
  if (value === undefined) return '(unreadable)'
  if (value instanceof Date) return value.toISOString()
  return value instanceof Uint8Array ? `${value.length} bytes` : String(value)
}
