// What a good server may do with its sessions, numbers, connections and resends.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, editOf, gone, type Edit } from './edits'
import { SETTLED_MS, tell } from './good-stories'
import { conference, legal, passes, unknown } from './legal-checks'
import type { RecordPlan } from './record-plan'
import { Story } from './story'
import { creatorOf } from './story-calls'

for (const granularity of ['leg', 'unknown'] as const) {
  test(`LV-15: an accounting session a participant, P-GRAN ${granularity}`, () => {
    const types = { start: 'start', join: 'start', arrival: 'start', departure: 'stop', stop: 'stop' } as const
    const edit: Edit = (plan) => {
      const kind = plan.label.split(':')[0] as keyof typeof types
      return [{ ...plan, type: types[kind], session: `im1.im.example;1;${plan.callId}` }]
    }
    for (const id of ['TP_ARR_001', 'TP_DEP_001', 'TP_DEP_003', 'TP_SEQ_004', 'TP_ARR_015'] as const)
      legal(tell(id, { choices: { ...unknown, 'P-GRAN': granularity }, edit }))
  })
}

test('LV-17: numbers that begin at 5 and grow by 3 are at most a warning', () => {
  const from5 = (plan: RecordPlan): readonly RecordPlan[] => [{ ...plan, skip: plan.label === 'start:alice' ? 5 : 2 }]
  for (const id of ['TP_ARR_008', 'TP_ARR_014', 'TP_SEQ_001', 'TP_ARR_001'] as const)
    legal(tell(id, { choices: unknown, edit: from5 }))
})

test('LV-18: T on a first sending after the connection broke', () => {
  const edit: Edit = (plan) =>
    /^(departure|stop):/.test(plan.label) ? [{ ...plan, conn: 2, t: plan.label === 'departure:bob' }] : [plan]
  const s = conference({ edit }, (s, conf) => {
    const bob = s.brings('bob', conf)
    s.wait(200).peer('closed', 1).wait(20).peer('open', 2).wait(20).leaves(bob, conf)
  })
  legal(s)
})

test('LV-18: T on what an agent between may have sent again', () => {
  legal(tell('TP_DEP_001', { topology: { ch1: 'agent' }, edit: changed('departure:bob', { t: true }) }))
})

test('LV-18: T on a first sending while an earlier record waits for its ACA', () => {
  const edit: Edit = (plan) =>
    plan.label === 'arrival:carol'
      ? [{ ...plan, answer: 'none' }]
      : [plan.label === 'departure:bob' ? { ...plan, t: true } : plan]
  legal(tell('TP_DEP_001', { edit }))
})

test('a record sent again with T after no ACA, same End-to-End id, is one record', () => {
  const edit = editOf('departure:bob', (plan) => [
    { ...plan, answer: 'none' },
    { ...plan, label: 'again', atMs: plan.atMs + 900, again: plan.label, t: true },
  ])
  passes('TP_DEP_001', tell('TP_DEP_001', { edit }))
  passes('TP_SEQ_001', tell('TP_SEQ_001', { edit }))
})

test('a record tried again without T after 3004, with a new End-to-End id, is one record', () => {
  const edit = editOf('departure:bob', (plan) => [
    { ...plan, answer: 3004 },
    { ...plan, label: 'again', atMs: plan.atMs + 300, again: plan.label, newEndToEnd: true },
  ])
  passes('TP_DEP_002', tell('TP_DEP_002', { edit }))
  passes('TP_SEQ_001', tell('TP_SEQ_001', { edit }))
})

test('LV-20: records over two connections, the later number seen first', () => {
  const edit: Edit = (plan) => {
    if (plan.label === 'arrival:bob') return [{ ...plan, number: 2, atMs: plan.atMs + 60, conn: 2 }]
    return [plan.label === 'arrival:carol' ? { ...plan, number: 3 } : plan]
  }
  const s = new Story({ choices: unknown, edit }).peer('open', 2, 2).begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.when().brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').brings('carol', conf)
  s.wait(SETTLED_MS).end()
  passes('TP_ARR_001', s)
})

test('LV-20: the last INTERIM arrives on the second connection after the STOP on the first', () => {
  const edit = editOf('departure:carol', (plan) => [{ ...plan, conn: 2, atMs: plan.atMs + 180 }])
  const s = new Story({ choices: unknown, edit }).peer('open', 2, 2).begin('TP_DEP_001')
  const conf = s.creates('alice')
  const carol = s.brings('carol', conf)
  s.when().leaves(carol, conf)
  s.owesOne('interim', 'departure', 'carol', 'departure-interim-missing').wait(100).leaves(creatorOf(conf), conf)
  s.wait(9000).watchdog().end()
  legal(s)
})

test('LV-20: the connection is lost and remade between two records', () => {
  const edit: Edit = (plan) => [plan.label.startsWith('start') || plan.label === 'arrival:carol' ? plan : { ...plan, conn: 2 }]
  const s = conference({ edit }, (s, conf) => {
    s.peer('closed', 1).wait(50).peer('open', 2).wait(50).brings('bob', conf)
  })
  legal(s)
})

test('LV-22: a cluster whose records bear another Origin-Host', () => {
  const edit = changed('arrival:bob', { originHost: 'im2.im.example' })
  passes('TP_ARR_001', tell('TP_ARR_001', { edit }))
})

test('LV-25: records of other traffic, on a shared server', () => {
  const s = conference({ topology: { use: 'shared' } }, (s, conf) => {
    const foreign = { session: 'im1.im.example;1;555', callId: 'foreign', party: 'sip:zoe@other.example' }
    for (const type of ['start', 'interim', 'interim', 'stop'] as const)
      s.acr(conf, { label: 'foreign', type, method: 'INVITE', ...foreign }).wait(50)
  })
  passes('TP_ARR_001', s)
})

test('LV-09, LV-17: an EVENT within the session takes a number of the session', () => {
  const edit: Edit = (plan) =>
    plan.label === 'arrival:carol' ? [plan, { ...plan, label: 'event', type: 'event', atMs: plan.atMs + 20 }] : [plan]
  passes('TP_SEQ_001', tell('TP_SEQ_001', { choices: { 'P-EVT-FAIL': 'sent' }, edit }))
})

for (const granularity of ['leg', 'unknown'] as const) {
  test(`LV-15: a whole life with an accounting session a participant, P-GRAN ${granularity}`, () => {
    const types = { start: 'start', arrival: 'start', departure: 'stop', stop: 'stop' } as const
    const edit: Edit = (plan) => [
      {
        ...plan,
        type: types[plan.label.split(':')[0] as keyof typeof types],
        session: `im1.im.example;1;${plan.callId}`,
      },
    ]
    passes('TP_SEQ_001', tell('TP_SEQ_001', { choices: { 'P-GRAN': granularity }, edit }))
    passes('TP_ARR_001', tell('TP_ARR_001', { choices: { 'P-GRAN': granularity }, edit }))
  })
}

test('LV-16: both roles in one box, the participating function in a session of its own', () => {
  const edit: Edit = (plan) => {
    const own = { ...plan, session: 'im1.im.example;2;1', label: 'participating', role: 0 } as const
    return plan.party === 'sip:bob@home.example' ? [{ ...plan, role: 1 }, own] : [{ ...plan, role: 1 }]
  }
  for (const id of ['TP_ARR_001', 'TP_DEP_001', 'TP_SEQ_001', 'TP_ARR_007'] as const) passes(id, tell(id, { edit }))
})

test('LV-20: consecutive numbers that were seen in another order over two connections decide nothing', () => {
  const edit: Edit = (plan) => {
    const labels = ['start:alice', 'arrival:bob', 'arrival:carol', 'arrival:dave', 'departure:bob', 'departure:carol']
    const number = [...labels, 'departure:dave', 'stop:alice'].indexOf(plan.label)
    return [plan.label === 'arrival:carol' ? { ...plan, number, conn: 2, atMs: plan.atMs + 150 } : { ...plan, number }]
  }
  const s = new Story({ edit }).peer('open', 2, 2).begin('TP_ARR_014')
  const conf = s.creates('alice')
  s.brings('bob', conf)
  const [carol, dave] = [s.invites('carol', conf), s.invites('dave', conf)]
  s.when().answers(carol, conf)
  s.wait(100).answers(dave, conf)
  s.content('arrival-numbers-consecutive', 'arrival', 'dave', { path: 'Accounting-Record-Number', op: 'nextNumber' })
  legal(s.wait(SETTLED_MS).drain(conf).end())
})

test('LV-20: a whole life over two connections, seen in another order than numbered', () => {
  const edit: Edit = (plan) => {
    const number = ['start:alice', 'arrival:bob', 'arrival:carol', 'departure:bob', 'departure:carol', 'stop:alice'].indexOf(
      plan.label,
    )
    return [plan.label === 'departure:bob' ? { ...plan, number, conn: 2, atMs: plan.atMs + 70 } : { ...plan, number }]
  }
  legal(tell('TP_SEQ_001', { edit }))
})

test('LV-20: the last INTERIM arrives at the second enabler after the STOP at the first, both over their first connection', () => {
  const edit = editOf('departure:carol', (plan) => [{ ...plan, enabler: 'cdf2', atMs: plan.atMs + 180 }])
  const s = new Story({ choices: unknown, edit }).begin('TP_DEP_001')
  const conf = s.creates('alice')
  const carol = s.brings('carol', conf)
  s.when().leaves(carol, conf)
  s.owesOne('interim', 'departure', 'carol', 'departure-interim-missing').wait(100).leaves(creatorOf(conf), conf)
  passes('TP_DEP_001', s.wait(9000).watchdog().end())
})

test('a later life of the same URI has a Session-Id of its own, also after an end that was not charged', () => {
  const s = new Story({ edit: gone('stop:alice') }).begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.when().brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf)
  const leg = s.joins('dave', conf, { charge: false })
  const later = { ...conf, session: 'im1.im.example;1;2', legs: [leg] }
  s.acr(later, { label: 'start:dave', type: 'start', callId: leg.callId, method: 'INVITE' }).wait(100)
  s.leaves(leg, later).wait(9000).watchdog().end()
  assert.deepEqual(
    s.judged().findings.map((one) => one.rule),
    ['stop-missing'],
  )
})
