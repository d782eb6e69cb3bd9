// What comes in at the Charging Enabler's doors, before any rule: records, answers, and what is neither.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeMessage } from '@ch1/diameter'
import { ConferenceDemands } from '../../judge/demands/conference-demands'
import type { Evidence } from '../../judge/demands/entry'
import type { Demand, HistoryFact, Owed, RecordType } from '../../judge/history/events'
import { readCh1Message, type Ch1Event } from '../../judge/model/ch1-message'
import type { Conference } from '../../judge/model/conference'
import type { SeenRecord } from '../../judge/model/record'
import { Sessions } from '../../judge/model/sessions'
import { notApplicable, testPurpose } from '../../judge/requirements/test-purposes'
import type { Decision } from '../../judge/verdict'
import { SETTLED_MS } from './good-stories'
import { editOf } from './edits'
import { Story } from './story'
import type { StoryOptions } from './story-options'

const clearR = (bytes: Uint8Array): void => {
  bytes[4] = (bytes[4] ?? 0) & 0x7f
}
const ourRequest = encodeMessage({
  commandCode: 271,
  applicationId: 3,
  request: true,
  hopByHop: 77,
  endToEnd: 77,
  avps: [['Session-Id', 'cdf1.charging.example;1;1']],
})

/** Alice and Bob, whose departure is charged with its R bit clear. */
function rClear(before: (s: Story) => void, o: StoryOptions = {}): Story {
  const s = new Story({ ...o, edit: editOf('departure:bob', (plan) => [{ ...plan, patch: clearR }]) }).begin('TP_DEP_001')
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  before(s)
  s.when().leaves(bob, conf)
  s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
  return s.wait(SETTLED_MS).drain(conf).end()
}

function failed(s: Story): readonly string[] {
  return s.judged().verdicts.flatMap((one) => (one.word === 'fail' ? [one.testPurpose] : []))
}

test('an accounting message of the SUT with R clear is the record it is, and its header is a fault', () => {
  const s = rClear(() => undefined)
  assert.deepEqual(failed(s), ['TP_CNT_001'])
  assert.match(s.judged().findings[0]?.actual ?? '', /^R clear/)
})

test('an accounting answer of the SUT, where we asked for one, is no record', () => {
  const s = rClear((s) => s.wait(10).ch1(s.nowMs, 'toSut', 1, ourRequest))
  assert.deepEqual(failed(s), ['TP_DEP_001'])
  assert.deepEqual(
    s.judged().findings.map((one) => one.rule),
    ['departure-interim-missing'],
  )
})

const garbage = (version: number, command: number): HistoryFact => ({
  kind: 'garbage',
  plane: 'ch1',
  flow: { transport: 'tcp', local: '127.0.0.1:3868', remote: '127.0.0.1:40001' },
  bytes: Buffer.from([version, 0, 0, 20, 0xc0, 0, command >> 8, command & 0xff, ...new Array<number>(12).fill(0)]).toString(
    'base64',
  ),
  why: 'not Diameter',
})

function withGarbage(fact: HistoryFact, o: StoryOptions = {}): readonly string[] {
  const s = new Story(o).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(50).fact(fact)
  return failed(s.wait(SETTLED_MS).drain(conf).end())
}

test('an accounting header of version 2 fails the purpose of the header', () => {
  assert.deepEqual(withGarbage(garbage(2, 271)), ['TP_CNT_001'])
})

test("other bytes that are no message, or come through an agent or from others, are nobody's fault", () => {
  assert.deepEqual(withGarbage(garbage(2, 280)), [])
  assert.deepEqual(withGarbage(garbage(2, 271), { topology: { ch1: 'agent' } }), [])
  assert.deepEqual(withGarbage(garbage(2, 271), { topology: { use: 'shared' } }), [])
  assert.deepEqual(withGarbage({ ...garbage(2, 271), plane: 'sip' } as HistoryFact), [])
})

test('what no door can read says why, and is no record', () => {
  for (const door of ['diameter', 'http', 'nock'] as const) {
    const event: Ch1Event = {
      n: 1,
      atUs: 1,
      kind: 'ch1',
      dir: 'fromSut',
      door,
      enabler: 'cdf1',
      conn: 1,
      flow: { transport: 'tcp', local: '127.0.0.1:3868', remote: '127.0.0.1:40001' },
      bytes: Buffer.from('neither fish nor flesh').toString('base64'),
    }
    const message = readCh1Message(event)
    assert.equal(message.kind, 'unreadable', door)
    assert.ok(message.why.length > 0)
  }
})

test('purposes on the Diameter header and grammar do not apply to a run over another binding', () => {
  const { profile } = new Story()
  for (const id of ['TP_CNT_001', 'TP_CNT_002', 'TP_ARR_001']) {
    const purpose = testPurpose(id)
    assert.ok(purpose)
    assert.equal(notApplicable(purpose, profile, new Set()), undefined)
    const why = notApplicable(purpose, profile, new Set(), 'http')
    if (id.startsWith('TP_CNT')) assert.match(why ?? '', /judges diameter messages, and the run charges over http/)
    else assert.equal(why, undefined)
  }
})

let n = 0
/** A record of a binding whose sessions are named by the answer to the START. */
function record(change: Partial<SeenRecord>): SeenRecord {
  n += 1
  return {
    n,
    atUs: n * 1000,
    enabler: 'cdf1',
    conn: 1,
    type: 'start',
    session: `exchange ${n}`,
    number: 0,
    originHost: 'im1',
    resent: false,
    exchange: String(n),
    identity: undefined,
    callIds: [],
    icids: [],
    sipMethod: undefined,
    parties: [],
    participating: false,
    bySip: true,
    content: { scalars: () => [], has: () => false },
    ...change,
  }
}

/** How a demand on this conference's records is decided where the judge found nothing; `per` is P-GRAN. */
function decided(owed: Owed, sessions: readonly (readonly SeenRecord[])[], per: 'conference' | 'leg' = 'conference'): Decision {
  const all = sessions.flat()
  const stop = { kind: 'stop', level: 'owed', record: all.at(-1) }
  const conference = { end: { n: 1, atUs: 1 }, triggers: [stop] } as unknown as Conference
  const evidence = {
    profile: { choices: { 'P-GRAN': per, 'P-NUM': 'unknown' } },
    findings: { at: () => undefined, add: (breach: object) => breach },
    accounting: { recordsOf: () => all, sessionsOf: () => sessions.map((records, i) => ({ id: `session ${i}`, records })) },
  } as unknown as Evidence
  const demand = { id: 'D1', rule: 'record-sequence', owed } as unknown as Demand
  const open = { nth: 0, demand, madeUs: 0, decision: { demand: 'D1', state: 'open' } } as const
  return new ConferenceDemands(evidence).decide(open, conference)
}

test('a grammar of Diameter decides nothing of records that came over another binding', () => {
  const records = [record({ type: 'start' }), record({ type: 'stop' })]
  assert.equal(decided({ what: 'grammar', rule: 'acr-header' }, [records]).state, 'undecidable')
  assert.equal(decided({ what: 'grammar', rule: 'record-number-unique-growing' }, [records]).state, 'met')
})

test('LV-15: a rule on interims is not kept by START and STOP alone', () => {
  const [start, stop] = [record({ type: 'start' }), record({ type: 'stop' })]
  const owed = { what: 'grammar', rule: 'one-outstanding' } as const
  assert.equal(decided(owed, [[start, stop]], 'leg').state, 'undecidable')
  assert.equal(decided(owed, [[start, record({ type: 'interim' }), stop]]).state, 'met')
})

test('one record alone does not show that all bear one Session-Id', () => {
  assert.equal(decided({ what: 'ownSession' }, [[record({ type: 'stop' })]]).state, 'undecidable')
  assert.equal(decided({ what: 'ownSession' }, [[record({ type: 'start' }), record({ type: 'stop' })]]).state, 'met')
})

test('LV-15: with a session a participant, each session has its order', () => {
  const life = (...types: readonly RecordType[]): readonly SeenRecord[] => types.map((type, number) => record({ type, number }))
  const order = { what: 'order', types: ['start', 'interim', 'stop'] } as const
  const whole = life('start', 'interim', 'stop')
  assert.equal(decided(order, [whole, life('start', 'stop')], 'leg').state, 'met')
  for (const wrong of [life('interim', 'stop'), life('start', 'interim'), life('start', 'stop', 'stop')])
    assert.equal(decided(order, [whole, wrong], 'leg').state, 'broken')
})

function sent(sessions: Sessions, one: SeenRecord, answer: { readonly resultCode?: number; readonly session?: string }): void {
  if (!sessions.original(one)) sessions.of(one).records.push(one)
  sessions.asked(one)
  sessions.answered(one.enabler, one.conn, { exchange: one.exchange, resultCode: undefined, ...answer }, one)
}

test('a session that its first answer names is the session of the later records that bear the name', () => {
  const sessions = new Sessions()
  const [start, other] = [record({ sessionInAnswer: true }), record({ sessionInAnswer: true })]
  sent(sessions, start, { resultCode: 2001, session: 'ref-1' })
  sent(sessions, other, { resultCode: 2001, session: 'ref-2' })
  const interim = record({ type: 'interim', session: 'ref-1', number: 1 })
  sent(sessions, interim, { resultCode: 2001 })
  assert.deepEqual(sessions.of(interim).records, [start, interim])
  assert.deepEqual(
    [...sessions.all()].map(({ id, records }) => `${id}: ${records.length}`),
    ['ref-1: 2', 'ref-2: 1'],
  )
})

test('a START that is sent again before its session had a name opens no second session', () => {
  const sessions = new Sessions()
  const start = record({ sessionInAnswer: true, identity: 'im1|a' })
  sessions.of(start).records.push(start)
  sessions.asked(start)
  const again = record({ sessionInAnswer: true, identity: 'im1|a', resent: true })
  assert.equal(sessions.original(again), start)
  sent(sessions, again, { resultCode: 2001, session: 'ref-1' })
  assert.deepEqual(
    [...sessions.all()].map(({ id, records }) => `${id}: ${records.length}`),
    ['ref-1: 1'],
  )
})

test('two STARTs that the answers give one name are one session', () => {
  const sessions = new Sessions()
  const [first, second] = [record({ sessionInAnswer: true }), record({ sessionInAnswer: true })]
  sent(sessions, first, { resultCode: 2001, session: 'ref-1' })
  sent(sessions, second, { resultCode: 2001, session: 'ref-1' })
  assert.deepEqual(
    [...sessions.all()].map(({ records }) => records),
    [[first, second]],
  )
  assert.equal(sessions.of(first), sessions.of(second))
})
