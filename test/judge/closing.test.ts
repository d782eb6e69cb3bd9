// Conferences that ended long ago are closed: what the judge says is what it says with all of them in mind, and it holds no more for a longer run.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { billOf } from '../../judge/accounts/bill'
import type { Keep } from '../../judge/closing/closed'
import type { HistoryEvent } from '../../judge/history/events'
import { Judge, type JudgeOptions } from '../../judge/judge'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { following } from './following'
import { tell } from './good-stories'
import { faults } from './red/rows'
import { randomPlan } from './second/random-plan'
import { tellRandom } from './second/random-story'
import { isClean } from './second/survey'
import { judged, Story } from './story'

/** More than any window or timer of a random history, less than what stands between two. */
const AFTER_US = 40_000_000
const quick = { closesAfterUs: AFTER_US } as const
/** So long after its end a conference of a story is closed. */
const LONG_MS = 400_000
const RUNS = Number(process.env['CH1_CLOSED'] ?? 120)
const SEED = Number(process.env['CH1_CLOSED_SEED'] ?? 1)

function fed(events: readonly HistoryEvent[], o: JudgeOptions): Judge {
  const judge = new Judge(o)
  for (const event of events) judge.step(event)
  return judge
}

/** All that a judge says, in an order that is not that of closing. */
function saidBy(events: readonly HistoryEvent[], closesAfterUs?: number): object {
  const judge = fed(events, closesAfterUs === undefined ? {} : { closesAfterUs })
  const { explanations, missing, ...more } = judge.judgment()
  return {
    ...more,
    explanations: [...explanations].sort((a, b) => a.record - b.record),
    missing: [...missing].sort((a, b) => a.trigger - b.trigger),
    bills: judge.accounts().map(({ account }) => billOf(account, events.at(-1)?.atUs ?? 0)),
  }
}

test(`of ${RUNS} random histories, right or wrong, the judge says the same whether it closes conferences or not`, (t) => {
  t.diagnostic(`seed ${SEED}`)
  let closed = 0
  fc.assert(
    // it looks for what is over at any time of theirs
    fc.property(randomPlan, fc.nat(60), (plan, leadS) => {
      const events = following([tellRandom(plan).events()], leadS * 1e6)
      assert.deepEqual(saidBy(events, AFTER_US), saidBy(events, Infinity))
      closed += fed(events, { closesAfterUs: Infinity }).accounts().length
      closed -= fed(events, { ...quick, closed: () => undefined }).accounts().length
    }),
    { seed: SEED, numRuns: RUNS },
  )
  assert.ok(closed > RUNS / 2, `only ${closed} were closed`)
})

test('the same of the story of every purpose, right and with each fault, a long time after it', () => {
  const wrong = faults.map(({ purpose, edit, o }) => tell(purpose, { ...(edit ? { edit } : {}), ...o }))
  for (const story of [...testPurposes.map(({ id }) => tell(id)), ...wrong]) {
    const events = following([story.events()])
    assert.deepEqual(saidBy(events), saidBy(events, Infinity))
  }
})

test(`the same of ${RUNS / 4} rows of random histories without a fault`, () => {
  const clean = randomPlan.filter(isClean)
  fc.assert(
    fc.property(fc.tuple(clean, clean, clean), (plans) => {
      const [{ habits }] = plans // one server has one way, and one profile
      const events = following(plans.map((plan) => tellRandom({ ...plan, habits }).events()))
      assert.deepEqual(saidBy(events, AFTER_US), saidBy(events, Infinity))
    }),
    { seed: SEED, numRuns: RUNS / 4 },
  )
})

/** The newest of something, which are never more than so many; and the findings, which are of the whole run. */
const uncounted: ReadonlySet<string> = new Set(['young', 'marks', 'former', 'bySignature'])

function textOf(event: HistoryEvent): string {
  return Buffer.from('bytes' in event ? event.bytes : '', 'base64').toString('latin1')
}

/** How many things an object holds, all that is within counted once. */
function sizeOf(held: unknown, seen = new Set<unknown>()): number {
  if (typeof held !== 'object' || held === null || seen.has(held) || ArrayBuffer.isView(held)) return 0
  const own = (): readonly unknown[] =>
    Object.entries(held).flatMap(([name, one]) => (uncounted.has(name) ? [] : [one as unknown]))
  seen.add(held)
  const within: readonly unknown[] = held instanceof Map ? [...held].flat() : held instanceof Set ? [...held] : own()
  return within.reduce<number>((sum, one) => sum + 1 + sizeOf(one, seen), 0)
}

/** What stays of each closed session, of each that had one EVENT, of each scenario, and of each connection that broke. */
const STAYS = { session: 8, event: 4, scenario: 5, connection: 6 } as const

test('a run that is more than twice as long leaves the judge what it left before, but for what became of each session', () => {
  // what a server lets go in an outage may come still, for all that was seen
  for (const { id } of testPurposes.filter((one) => one.id !== 'TP_ERR_007')) {
    const story = tell(id).events()
    const [short = 0, long = 0] = [2, 5].map((times) => {
      const sessions = new Set<string>()
      let others = 0
      const closed: Keep = ({ accounts, explanations }) => {
        for (const { account } of accounts) for (const { session } of account.records) sessions.add(session)
        others += explanations.filter(({ text }) => text.startsWith('EVENT')).length
      }
      const judge = fed(following(new Array<typeof story>(times).fill(story)), { closed })
      assert.equal(judge.accounts().length, 0, `${id}: a conference stays`)
      const lost = story.filter((one) => one.kind === 'peer' && (one.state === 'closed' || one.state === 'refused')).length
      const stays = STAYS.session * sessions.size + STAYS.event * others + times * (STAYS.scenario + STAYS.connection * lost)
      return sizeOf(judge) - stays
    })
    assert.ok(long <= short, `${id}: ${long - short} things more are held`)
  }
})

test('copies of a MESSAGE that come long after it leave nothing', () => {
  const [short = 0, long = 0] = [0, 50].map((times) => {
    const s = new Story({ ...opts, choices: { 'P-EVT-MSG': 'unknown' } }).begin('TP_EVT_001')
    const events = s
      .messages('alice', 'sip:bob@home.example', { bob: 200 }, { charge: false })
      .end()
      .wait(LONG_MS)
      .watchdog()
      .events()
    const isCopy = (one: HistoryEvent): boolean =>
      one.kind === 'sip' && one.dir === 'fromSut' && textOf(one).startsWith('MESSAGE')
    const copy = events.find(isCopy) ?? assert.fail('no copy')
    const { n, atUs } = events.at(-1) ?? copy
    const late = Array.from({ length: times }, (_, k): HistoryEvent => {
      const text = textOf(copy).replace(/Call-ID: .*\r/, `Call-ID: late-${k}\r`)
      return { ...copy, ...{ n: n + 1 + k, atUs: atUs + k, bytes: Buffer.from(text, 'latin1').toString('base64') } }
    })
    return sizeOf(fed([...events, ...late], { closed: () => undefined }))
  })
  assert.equal(long, short)
})

test('a scenario that never ended keeps nothing from being closed once another one begins', () => {
  const s = new Story(opts).begin('TP_SEQ_001')
  const one = s.creates('alice')
  s.wait(500).drain(one).wait(LONG_MS)
  assert.equal(fed(s.events(), {}).accounts().length, 1)
  const events = s.begin('TP_SEQ_001').wait(LONG_MS).watchdog().events()
  assert.equal(fed(events, { closed: () => undefined }).accounts().length, 0)
})

const opts = { tickEveryMs: 1000 } as const

function rules(s: Story): readonly string[] {
  return judged(s.events()).findings.map(({ rule }) => rule)
}

test('a record of a session that was closed: behind its STOP it is found on the same connection alone', () => {
  const late = (more: object): readonly string[] => {
    const s = new Story(opts).begin('TP_SEQ_012')
    const one = s.creates('alice')
    s.wait(500).drain(one).end().wait(LONG_MS)
    s.acr(one, { label: 'late', type: 'interim', callId: 'call-1', ...more })
    return rules(s.wait(9000))
  }
  assert.deepEqual(late({}), ['record-after-stop'])
  assert.deepEqual(late({ t: true, number: 1 }), [], 'it may be sent again whenever the server likes')
  assert.deepEqual(late({ t: true }), ['record-after-stop'], 'under this number there was none')
  assert.deepEqual(late({ again: 'stop:alice', type: 'stop' }), [], 'the same End-to-End identifier: it is sent again')
  assert.deepEqual(late({ conn: 2 }), ['record-unexplained'], 'LV-20: order is judged on one connection')
})

test('what stood in a scenario that goes on is not closed: something may still be demanded of it', () => {
  const s = new Story(opts).begin('TP_ARR_001').when()
  const one = s.creates('alice')
  s.brings('bob', one)
  s.wait(500).drain(one).wait(LONG_MS)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
  const [demand] = judged(s.wait(9000).end().events()).demands
  assert.equal(demand?.decision.state, 'met')
})

test('a negative is proved by records of conferences that were closed since', () => {
  const s = new Story(opts).begin('TP_SEQ_001')
  const before = s.creates('alice')
  s.wait(500).drain(before).end().wait(LONG_MS)
  s.begin('TP_NEG_003').when().turnsAway('bob')
  s.owesNone('start', 'turnedAway', 'bob', 'start-for-refused-creation').wait(9000).end()
  s.wait(LONG_MS).begin('TP_SEQ_001')
  const after = s.creates('carol')
  s.wait(500).drain(after).end().wait(LONG_MS).watchdog().wait(LONG_MS)
  const judge = fed(s.events(), {})
  assert.equal(judge.judgment().demands[0]?.decision.state, 'met')
  const handedOut: string[] = []
  fed(s.events(), { closed: ({ demands }) => handedOut.push(...demands.map(({ decision }) => decision.state)) })
  assert.deepEqual(handedOut, ['met'], 'and it is closed when the record behind it is there')
})

test('a session that was closed without its STOP goes on, and is judged', () => {
  const s = new Story({ ...opts, edit: (plan) => (plan.type === 'stop' ? [] : [plan]) }).begin('TP_SEQ_001')
  const one = s.creates('alice')
  s.wait(500).drain(one).end().wait(LONG_MS)
  s.acr(one, { label: 'late', type: 'interim', callId: 'call-1', method: 'INVITE' })
  assert.ok(rules(s.wait(9000)).includes('record-unexplained'))
})
