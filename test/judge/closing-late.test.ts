// What comes minutes behind the end of a conference, and is right: no server is failed for it because its conference was closed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordType } from '../../judge/history/events'
import { Judge, type JudgeOptions } from '../../judge/judge'
import type { Edit } from './edits'
import { noMoreThanAType } from './nameless'
import { Story } from './story'
import { creatorOf, type Conf } from './story-calls'
import type { StoryOptions } from './story-options'

const LONG_MS = 400_000
const OUTAGES = ['unknown', 'none', 'overwrite', 'all-in-order'] as const

function found(s: Story, o: JudgeOptions = {}): readonly string[] {
  const judge = new Judge(o)
  for (const event of s.events()) judge.step(event)
  return judge.judgment().findings.map(({ level, rule }) => `${level} ${rule}`)
}

function late(what: string, tell: (s: Story) => void, o: StoryOptions = {}): void {
  test(what, () => {
    const s = new Story({ tickEveryMs: 1000, ...o }).begin('TP_SEQ_011')
    tell(s)
    s.wait(20_000)
    assert.deepEqual(found(s, { closesAfterUs: Infinity }), [], 'a judge that remembers it all')
    assert.deepEqual(found(s), [])
  })
}

function record(s: Story, conf: Conf, type: RecordType, callId: string, method: string, conn = 2): void {
  const party = callId === 'call-1' ? 'sip:alice@home.example' : 'sip:bob@home.example'
  s.acr(conf, { label: `${type} ${method}`, type, callId, method, party, conn }).wait(20)
}

for (const buffers of OUTAGES)
  late(
    `all records of a conference that came and went in an outage, P-BUF ${buffers}`,
    (s) => {
      const uncharged = { charge: false } as const
      s.wait(100).peer('closed', 1)
      const one = s.creates('alice', uncharged)
      const bob = s.wait(100).brings('bob', one, uncharged)
      s.wait(500).leaves(bob, one, uncharged).wait(300).leaves(creatorOf(one), one, uncharged).end()
      s.wait(LONG_MS).peer('open', 2).wait(50)
      record(s, one, 'start', 'call-1', 'INVITE')
      record(s, one, 'interim', 'call-2', 'INVITE')
      record(s, one, 'interim', 'call-2', 'BYE')
      record(s, one, 'stop', 'call-1', 'BYE')
    },
    { choices: { 'P-BUF': buffers } },
  )

late(
  'the records of a server that connects for the first time long after',
  (s) => {
    const one = s.creates('alice', { charge: false })
    s.wait(500)
      .leaves(creatorOf(one), one, { charge: false })
      .end()
      .wait(LONG_MS + 20_000)
    record(s, one, 'start', 'call-1', 'INVITE', 1)
    record(s, one, 'stop', 'call-1', 'BYE', 1)
  },
  { openAtMs: LONG_MS + 10_000, choices: { 'P-BUF': 'all-in-order' } },
)

late('a record that was refused, and goes again without the T flag, under another End-to-End identifier', (s) => {
  const one = s.creates('alice')
  const again = { afterMs: LONG_MS, answer: 2001, newEndToEnd: true, t: false }
  s.wait(500).drain(one).meets('stop:alice', { answer: 3004 }, again).end().wait(LONG_MS)
})

for (const type of ['interim', 'stop'] as const)
  late(
    `the ${type.toUpperCase()} of others that names nobody, in a session that they opened long before`,
    (s) => {
      const others: Conf = { focus: 'sip:x@im.example', session: 'im1.im.example;1;555', legs: [], in: new Set() }
      const named = { callId: 'foreign', party: 'sip:zoe@other.example', method: 'INVITE' }
      s.acr(others, { label: 'START', type: 'start', ...named })
        .end()
        .wait(LONG_MS)
      const one = s.creates('alice')
      s.wait(200)
      if (type === 'interim') s.brings('bob', one, { charge: false })
      else s.leaves(creatorOf(one), one, { charge: false })
      s.acr(others, { label: 'of others', type, ...named }).wait(100)
      record(s, one, type, type === 'interim' ? 'call-2' : 'call-1', type === 'interim' ? 'INVITE' : 'BYE', 1)
      if (type === 'interim') s.wait(500).drain(one)
    },
    { topology: { use: 'shared' }, edit: (plan) => [plan.label === 'of others' ? noMoreThanAType(plan) : plan] },
  )

/** Every record names the first leg of the first life of its conference. */
function firstLegOf(both: boolean): Edit {
  return ({ party: _, ...plan }) => {
    const callId = both && plan.session.endsWith('2') ? 'call-2' : 'call-1'
    return [{ ...plan, callId, icid: both ? 'icid-of-the-server' : `icid-of-${callId}` }]
  }
}

for (const use of ['exclusive', 'shared'] as const)
  for (const both of use === 'shared' ? [false] : [false, true])
    late(
      `${both ? 'two rooms, each' : 'a room'} that lives again, with the first leg of its first life in all its records, ${use}`,
      (s) => {
        const first = [s.creates('alice'), ...(both ? [s.creates('dave')] : [])]
        s.wait(500)
        for (const one of first) s.drain(one)
        s.end().wait(LONG_MS)
        const second = first.map(({ focus }, i): Conf => ({
          focus,
          session: `im1.im.example;1;9${i + 1}`,
          legs: [],
          in: new Set(),
        }))
        const legs = second.map((conf, i) => s.joins(i === 0 ? 'alice' : 'dave', conf, { charge: false }))
        for (const [i, conf] of second.entries()) {
          const { callId = '', user = '' } = legs[i] ?? {}
          s.acr(conf, { label: 'START', type: 'start', callId, party: user, method: 'INVITE' })
        }
        for (const [i, conf] of second.entries()) s.wait(200).brings(`guest-${i}`, conf)
        s.wait(500)
        for (const conf of second) s.drain(conf)
      },
      { topology: { use }, choices: { 'P-LEG': 'initial-leg' }, edit: firstLegOf(both) },
    )

late('a room that has one Session-Id in all its lives, each over another connection', (s) => {
  s.peer('open', 2, 2)
  const one = s.creates('alice')
  s.wait(500).drain(one).end().wait(LONG_MS)
  const again: Conf = { ...one, legs: [], in: new Set() }
  s.via = { conn: 2 }
  const leg = s.joins('alice', again, { charge: false })
  s.acr(again, { label: 'START', type: 'start', callId: leg.callId, party: leg.user, method: 'INVITE' }).wait(500).drain(again)
})

late(
  'a room that has one Session-Id in all its lives, and its second START first seen with the T flag, behind an outage',
  (s) => {
    const one = s.creates('alice')
    s.wait(500).drain(one).end().wait(LONG_MS).peer('closed', 1).wait(100)
    const again: Conf = { ...one, legs: [], in: new Set() }
    const leg = s.joins('alice', again, { charge: false })
    s.wait(300).peer('open', 2).wait(20).via = { conn: 2 }
    s.acr(again, { label: 'START', type: 'start', callId: leg.callId, party: leg.user, method: 'INVITE', t: true })
    s.wait(500).drain(again)
  },
)

late(
  'an EVENT whose answer was lost with its connection, sent again behind another one under the same Session-Id',
  (s) => {
    const events: Conf = { focus: '', session: 'im1.im.example;1;events', legs: [], in: new Set() }
    s.messages('alice', 'sip:bob@home.example', { bob: 200 }).end().wait(1).peer('closed', 1).wait(LONG_MS)
    s.peer('open', 2).wait(50).via = { conn: 2 }
    s.messages('dave', 'sip:bob@home.example', { bob: 200 }).wait(100)
    const again = { again: 'event:alice', t: true, callId: 'call-1', method: 'MESSAGE', serviceType: 100, cause: -1 } as const
    s.acr(events, { label: 'again', type: 'event', ...again })
  },
  {
    choices: { 'P-EVT-MSG': 'sent' },
    edit: (plan) => [plan.type === 'event' ? { ...plan, session: 'im1.im.example;1;events' } : plan],
  },
)

late('a record behind the STOP in a capture that lacks something', (s) => {
  s.fact({ kind: 'unseen', where: 'beside', why: 'frames were lost' })
  const one = s.creates('alice')
  s.wait(500).drain(one).end().wait(LONG_MS)
  record(s, one, 'interim', 'call-1', 'INVITE', 1)
})

test('what a record of a closed session shows by itself is found', () => {
  const s = new Story({ tickEveryMs: 1000 }).begin('TP_CNT_003')
  const one = s.creates('alice')
  s.wait(500).drain(one).end().wait(LONG_MS)
  s.acr(one, { label: 'late', type: 'stop', again: 'stop:alice', t: true, avps: [['Acct-Application-Id', 4]] }).wait(9000)
  assert.deepEqual(found(s), ['MUST acct-application-id'])
})

test('records that come long after the end, and copies of a MESSAGE that do, leave nothing behind', () => {
  const s = new Story({ tickEveryMs: 1000 }).begin('TP_SEQ_011')
  const one = s.creates('alice')
  s.wait(500).drain(one).end().wait(LONG_MS)
  for (let k = 0; k < 20; k += 1) s.acr(one, { label: `late ${k}`, type: 'stop', again: 'stop:alice', t: true }).wait(30_000)
  const judge = new Judge({ closed: () => undefined })
  for (const event of s.wait(LONG_MS).watchdog().events()) judge.step(event)
  assert.deepEqual(judge.judgment().explanations, [])
})
