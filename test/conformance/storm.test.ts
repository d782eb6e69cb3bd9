// A storm of two hundred arrivals and departures: every record accounted for; and the same history with three faults gives three findings.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { findSipp } from 'sipp-wrapper'
import type { Demand, HistoryEvent } from '../../judge/history/events'
import { Judge } from '../../judge/judge'
import type { Judgment } from '../../judge/verdict'
import { embeddedRun } from './embedded-run'
import { histories } from './stored-history'

const CROWD = 200
const PURPOSE = 'TP_SEQ_010'
type Ch1 = Extract<HistoryEvent, { kind: 'ch1' }>

test('storm: each of two hundred arrivals and departures is explained by a record, and all were in together', async (t) => {
  if (!(await hasSipp(t))) return
  const events = await stormHistory()
  const { first, last } = scenarioIn(events)
  const { explanations, verdicts, findings } = judgmentOf(events)
  assert.equal(verdicts.find((one) => one.testPurpose === PURPOSE)?.word, 'pass')
  assert.deepEqual(findings, [])
  const own = explanations.filter(({ record }) => record > first && record < last)
  const told = own.map(({ text }) => text).filter((text) => text.includes('sip:crowd-'))
  const users = new Map<string, number>()
  for (const text of told) {
    const [user = ''] = /sip:crowd-[\d-]+@[a-z.]+/.exec(text) ?? []
    users.set(user, (users.get(user) ?? 0) + 1)
  }
  assert.equal(users.size, CROWD)
  assert.deepEqual(new Set(users.values()), new Set([2]), 'an arrival and a departure each')
  const counts = acrs(events.slice(first, last)).map((event) => participantsIn(bytesOf(event)))
  assert.equal(Math.max(...counts.map((count) => count ?? 0)), CROWD + 2, 'with Alice and Bob')
})

test('storm: a record deleted, one doubled, one count off by one: three findings, each with its participant and its time', async (t) => {
  if (!(await hasSipp(t))) return
  const events = withoutStandstills(await stormHistory())
  const { first, last } = scenarioIn(events)
  const { explanations } = judgmentOf(events)
  const recordOf = (user: number, what: RegExp): number => {
    const found = explanations.find(({ text }) => new RegExp(`sip:crowd-[\\d-]+-${user}@`).test(text) && what.test(text))
    assert.ok(found, `a record explained by ${what.source} of number ${user}`)
    return found.record
  }
  const deleted = recordOf(17, /joins/)
  const doubled = recordOf(99, /BYE/)
  // one more than were ever in: wrong whatever the order in which a record that waited is taken to have come (LV-03)
  const most = acrs(events.slice(first, last)).find((event) => participantsIn(bytesOf(event)) === CROWD + 2)
  assert.ok(most, 'a record tells of everybody')
  const [, oneTooMany] = / sip:crowd-[\d-]+-(\d+)@/.exec(explanations.find(({ record }) => record === most.n)?.text ?? '') ?? []
  const miscounted = most.n
  const { findings } = judgmentOf(spoilt(events, { deleted, doubled, miscounted }))
  // the copy does not wait for the answer to another, which is a warning (TP_SEQ_006, TP_SEQ_007)
  const broken = findings.filter(({ level }) => level === 'MUST')
  const told = broken.map(({ rule, level, expected, actual, atUs }) => ({ rule, level, text: `${expected} | ${actual}`, atUs }))
  assert.deepEqual(
    told.map(({ rule, level }) => `${rule} ${level}`).sort(),
    ['crowd-count MUST', 'departure-interim-doubled MUST', 'join-interim-missing MUST'],
    JSON.stringify(told, null, 1),
  )
  for (const [rule, user, record] of [
    ['join-interim-missing', 17, deleted],
    ['departure-interim-doubled', 99, doubled],
    ['crowd-count', Number(oneTooMany), miscounted],
  ] as const) {
    const finding = told.find((one) => one.rule === rule)
    assert.match(finding?.text ?? '', new RegExp(`sip:crowd-[\\d-]+-${user}@`), rule)
    const atUs = events[record]?.atUs ?? 0
    assert.ok(Math.abs((finding?.atUs ?? 0) - atUs) < 5_000_000, `${rule} is told at its time`)
  }
})

/** The history of the testbed that ran the storm. */
async function stormHistory(): Promise<readonly HistoryEvent[]> {
  const { out } = await embeddedRun()
  const found = [...histories(out).values()].find((events) => events.some(isStorm))
  assert.ok(found, 'the run has a storm')
  return found
}

function isStorm(event: HistoryEvent): boolean {
  return event.kind === 'scenario' && event.testPurpose === PURPOSE
}

function scenarioIn(events: readonly HistoryEvent[]): { readonly first: number; readonly last: number } {
  return { first: events.findIndex(isStorm), last: events.findLastIndex(isStorm) }
}

function judgmentOf(events: readonly HistoryEvent[]): Judgment {
  const judge = new Judge()
  for (const event of events) judge.step(event)
  return judge.judgment()
}

/** On a machine that stood still a missing record is nobody's fault. Here it is made missing: where all were in time all the same, it did not. */
function withoutStandstills(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const still = events.map((event) => (event.kind === 'tick' ? { ...event, lagUs: 0 } : event))
  return judgmentOf(still).findings.length === 0 ? still : events
}

interface Faults {
  readonly deleted: number
  readonly doubled: number
  readonly miscounted: number
}

/** The same history, as a server with these three faults would have made it: what is taken out becomes a tick, the second copy comes when the first is answered. */
function spoilt(events: readonly HistoryEvent[], { deleted, doubled, miscounted }: Faults): readonly HistoryEvent[] {
  const gone = new Set([deleted, answerTo(events, deleted)])
  const place = answerTo(events, doubled)
  const [original, answer] = [events[doubled], events[place]]
  assert.ok(original?.kind === 'ch1' && answer?.kind === 'ch1')
  const session = sessionIn(bytesOf(original))
  const edited = events.flatMap((event, n): HistoryEvent[] => {
    const { atUs } = event
    if (gone.has(n)) return [{ n, atUs, kind: 'tick', lagUs: 0 }]
    if (n === place)
      return [event, ...[original, answer].map((one) => withBytes({ ...one, atUs }, renumbered(bytesOf(one), 1, 7)))]
    if (event.kind === 'demand') return [{ ...event, demand: moved(event.demand, place) }]
    if (event.kind !== 'ch1') return [event]
    if (n === miscounted) return [withBytes(event, recounted(bytesOf(event), n > place ? 1 : 0))]
    return [n > place && sessionIn(bytesOf(event)) === session ? withBytes(event, renumbered(bytesOf(event), 1)) : event]
  })
  const all = edited.map((event, n) => ({ ...event, n }))
  return [...all.slice(0, -1), ...aWhile(all.length - 1, all.at(-1)?.atUs ?? 0)]
}

/** What was behind two further events is two numbers on. */
function moved(demand: Demand, place: number): Demand {
  const { after } = demand.cause
  return after > place ? { ...demand, cause: { ...demand.cause, after: after + 2 } } : demand
}

/** Where our answer to this record stands. */
function answerTo(events: readonly HistoryEvent[], record: number): number {
  const asked = events[record]
  assert.ok(asked?.kind === 'ch1')
  // RFC 6733 §3 — an answer has the Hop-by-Hop Identifier of its request
  const hopByHop = bytesOf(asked).readUInt32BE(12)
  const found = events.findIndex(
    (event, n) => n > record && event.kind === 'ch1' && event.dir === 'toSut' && bytesOf(event).readUInt32BE(12) === hopByHop,
  )
  assert.ok(found > record, `an answer to ${record}`)
  return found
}

/** What a live run would have waited for: a record that nothing explains is given up only after its time (docs/decisions/0004). */
function aWhile(n: number, atUs: number): readonly HistoryEvent[] {
  return Array.from({ length: 50 }, (_, i) => ({ n: n + i, atUs: atUs + (i + 1) * 100_000, kind: 'tick', lagUs: 0 }))
}

function acrs(events: readonly HistoryEvent[]): readonly Ch1[] {
  return events.filter(
    (event): event is Ch1 => event.kind === 'ch1' && event.dir === 'fromSut' && commandOf(bytesOf(event)) === 271,
  )
}

function bytesOf(event: Ch1): Buffer {
  return Buffer.from(event.bytes, 'base64')
}

function withBytes(event: Ch1, bytes: Buffer): Ch1 {
  return { ...event, bytes: bytes.toString('base64') }
}

function commandOf(bytes: Buffer): number {
  return bytes.readUIntBE(5, 3)
}

// RFC 6733 §3, §4.1 — a header of 20 bytes; AVPs with code(4), flags, length(3), padded to four.
function valueAt(bytes: Buffer, code: number): number | undefined {
  for (let at = 20; at + 8 <= bytes.length; at += (bytes.readUIntBE(at + 5, 3) + 3) & ~3)
    if (bytes.readUInt32BE(at) === code) return at + 8
  return undefined
}

function sessionIn(bytes: Buffer): string {
  const at = valueAt(bytes, 263)
  return at === undefined ? '' : bytes.toString('latin1', at, at - 8 + bytes.readUIntBE(at - 3, 3))
}

/** The record with a number so much higher, and with other identifiers where told. */
function renumbered(bytes: Buffer, more: number, ids = 0): Buffer {
  const at = valueAt(bytes, 485)
  if (at !== undefined) bytes.writeUInt32BE(bytes.readUInt32BE(at) + more, at)
  bytes.writeUInt32BE((bytes.readUInt32BE(12) + ids * 1_000_003) >>> 0, 12)
  bytes.writeUInt32BE((bytes.readUInt32BE(16) + ids * 1_000_003) >>> 0, 16)
  return bytes
}

// Number-Of-Participants (885) of 3GPP, V and M set, as it stands in its group.
const COUNT_HEADER = Buffer.from('00000375c0000010000028af', 'hex')

function participantsIn(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(COUNT_HEADER)
  return at < 0 ? undefined : bytes.readUInt32BE(at + COUNT_HEADER.length)
}

function recounted(bytes: Buffer, more: number): Buffer {
  const at = bytes.indexOf(COUNT_HEADER)
  assert.ok(at > 0, 'the record has a count')
  bytes.writeUInt32BE(bytes.readUInt32BE(at + COUNT_HEADER.length) + 1, at + COUNT_HEADER.length)
  return renumbered(bytes, more)
}

async function hasSipp(t: TestContext): Promise<boolean> {
  if (await findSipp().catch(() => undefined)) return true
  t.skip('SIPp is not installed')
  return false
}
