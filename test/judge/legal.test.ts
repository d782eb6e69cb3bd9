// What a good server may do: each legal variant that a history can show, and no verdict but pass or inconclusive.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { profileOf, type Profile } from '../../judge/profile/schema'
import { SETTLED_MS, tell } from './good-stories'
import {
  creatorOf,
  editOf,
  referenceValues,
  Story,
  type Conf,
  type Edit,
  type LegLine,
  type RecordPlan,
  type StoryOptions,
} from './story'

const unknown: Partial<Profile['choices']> = {
  'P-JOIN': 'unknown',
  'P-LAST': 'unknown',
  'P-DEP-POINT': 'unknown',
  'P-START': 'unknown',
  'P-COUNT': 'unknown',
  'P-FOCUS': 'unknown',
  'P-NUM': 'unknown',
  'P-EVT-FAIL': 'unknown',
  'P-PERIODIC': 'unknown',
}
const COUNT = { path: 'Service-Information/**/Number-Of-Participants', op: 'participants' } as const
const SERVER_IS_FINE = ['pass', 'inconclusive']

/** No verdict is worse than inconclusive, and no MUST was found broken. */
function legal(s: Story): void {
  const { verdicts, findings } = s.judged()
  const worse = verdicts.filter((one) => !SERVER_IS_FINE.includes(one.word)).map((one) => `${one.testPurpose}: ${one.reason}`)
  assert.deepEqual(worse, [])
  assert.deepEqual(
    findings.filter((one) => one.level === 'MUST').map((one) => `${one.rule}: ${one.actual}`),
    [],
  )
}

/** Legal, and decided: this purpose passes. */
function passes(id: string, s: Story): void {
  legal(s)
  const verdict = s.judged().verdicts.find((one) => one.testPurpose === id)
  assert.equal(verdict?.word, 'pass', verdict?.reason)
}

/** Alice and Carol are in; then what the variant does with them; one arrival is demanded, and all leave. */
function conference(o: StoryOptions, variant: (s: Story, conf: Conf, carol: LegLine) => void): Story {
  const s = new Story({ choices: unknown, ...o }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  const carol = s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(200)
  variant(s, conf, carol)
  return s.wait(SETTLED_MS).drain(conf, 9000).end()
}

const moved = (label: string, ms: number): Edit => editOf(label, (plan) => [{ ...plan, atMs: plan.atMs + ms }])
const changed = (label: string, change: Partial<RecordPlan>): Edit => editOf(label, (plan) => [{ ...plan, ...change }])

test('LV-01: a START that leaves before the 200 of the server', () => {
  passes('TP_SEQ_001', tell('TP_SEQ_001', { edit: moved('start:alice', -9) }))
})

test('LV-01: a join INTERIM that leaves before the 200 of the server', () => {
  passes('TP_ARR_002', tell('TP_ARR_002', { edit: moved('join:bob', -9) }))
})

for (const ms of [-7, -300]) {
  test(`LV-01, LV-07: an expulsion charged ${-ms} ms earlier, at the BYE, where the profile says nothing of it`, () => {
    passes('TP_DEP_003', tell('TP_DEP_003', { choices: unknown, edit: moved('departure:bob', ms) }))
    passes('TP_DEP_003', tell('TP_DEP_003', { choices: { 'P-DEP-POINT': 'bye' }, edit: moved('departure:bob', ms) }))
  })
}

for (const order of [
  ['bob', 'dave'],
  ['dave', 'bob'],
] as const) {
  test(`LV-03: two arrivals a millisecond apart, ${order[0]} charged first`, () => {
    const s = conference({ choices: {} }, (s, conf) => {
      const legs = { bob: s.invites('bob', conf), dave: s.invites('dave', conf) }
      s.when()
      for (const leg of [legs.bob, legs.dave]) s.answers(leg, conf, { ack: false, charge: false })
      for (const leg of [legs.bob, legs.dave]) s.acks(leg)
      for (const [i, name] of order.entries()) {
        const { callId, user } = legs[name]
        s.acr(conf, { label: `arrival:${name}`, type: 'interim', callId, party: user, method: 'INVITE', count: 3 + i })
      }
      for (const name of order) s.content('arrival-count', 'arrival', name, COUNT)
    })
    passes('TP_ARR_001', s)
  })
}

for (const count of [3, 4]) {
  test(`LV-04: an INTERIM that waited a second while another arrived may count ${count}`, () => {
    const edit = editOf('arrival:bob', (plan) => [{ ...plan, atMs: plan.atMs + 1000, count }])
    const s = conference({ edit }, (s, conf) => {
      s.when().brings('bob', conf)
      s.content('arrival-count', 'arrival', 'bob', COUNT).wait(400)
      s.brings('dave', conf)
    })
    passes('TP_ARR_001', s)
  })
}

test('LV-04: no Number-Of-Participants, of which the profile says nothing, decides nothing', () => {
  const edit = editOf('arrival:bob', ({ count: _, ...plan }) => [plan])
  const s = tell('TP_ARR_005', { edit, pics: { 'Number-Of-Participants': 'unknown' } })
  legal(s)
  assert.equal(s.judged().verdicts.find((one) => one.testPurpose === 'TP_ARR_005')?.word, 'inconclusive')
})

for (const charge of [true, false]) {
  test(`LV-05: a factory in confirmed mode, the early arrival ${charge ? 'charged' : 'not charged'}`, () => {
    const s = new Story({ choices: unknown }).begin('TP_ARR_001')
    const conf = s.creates('alice', {
      before200: (conf) => {
        const bob = s.brings('bob', conf, { charge: false })
        if (charge) s.acr(conf, { label: 'early', type: 'interim', callId: bob.callId, atMs: s.nowMs + 20, method: 'INVITE' })
      },
    })
    s.when().brings('carol', conf)
    s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf, 9000).end()
    passes('TP_ARR_001', s)
  })
}

for (const point of ['ack', 'unknown', '2xx'] as const) {
  test(`LV-06: START after the ACK of the creator, P-START ${point}`, () => {
    passes('TP_SEQ_001', tell('TP_SEQ_001', { choices: { 'P-START': point } }))
  })
}

test('LV-06: START at the ACK, which comes after the first arrival', () => {
  const s = tell('TP_ARR_001', { choices: { 'P-START': 'unknown' }, edit: moved('start:alice', 15) })
  passes('TP_ARR_001', s)
})

test('LV-08: an INTERIM for a re-INVITE', () => {
  const s = conference({ choices: {} }, (s, conf, carol) => {
    s.reinvites(carol)
    s.acr(conf, { label: 'media', type: 'interim', callId: carol.callId, method: 'INVITE', count: 2 })
  })
  passes('TP_ARR_001', s)
})

test('LV-08: no INTERIM for a re-INVITE', () => {
  passes(
    'TP_ARR_001',
    conference({ choices: {} }, (s, _conf, carol) => s.reinvites(carol)),
  )
})

test('LV-08: INTERIMs by time', () => {
  const s = conference({}, (s, conf) => {
    for (let i = 0; i < 3; i += 1) s.acr(conf, { label: 'time', type: 'interim' }).wait(300)
  })
  passes('TP_ARR_001', s)
})

for (const own of [true, false]) {
  test(`LV-09: an EVENT for a refused invitation, ${own ? 'under a Session-Id of its own' : "in the conference's session"}`, () => {
    const s = conference({}, (s, conf) => {
      const bob = s.invites('bob', conf)
      s.refuses(bob)
      const session = own ? 'im1.im.example;1;900' : conf.session
      s.acr(conf, { label: 'refused', type: 'event', session, callId: bob.callId, party: bob.user, method: 'INVITE' })
    })
    passes('TP_ARR_001', s)
  })
}

test('LV-10: a join that is not charged, where the profile says nothing of it', () => {
  legal(tell('TP_ARR_002', { choices: unknown, edit: editOf('join:bob', () => []) }))
})

test('LV-10: a join that is charged, where the profile says nothing of it', () => {
  legal(tell('TP_ARR_002', { choices: unknown }))
})

test('LV-10: a join that is not charged, as declared', () => {
  const s = conference({ choices: { 'P-JOIN': 'not-charged' } }, (s, conf) => s.joins('bob', conf, { charge: false }))
  passes('TP_ARR_001', s)
})

for (const last of ['unknown', 'interim-then-stop'] as const) {
  test(`LV-11: INTERIM for the last leaver, STOP after a linger, P-LAST ${last}`, () => {
    const edit = editOf('stop:alice', (plan) => [
      { ...plan, label: 'last', type: 'interim', count: 0 },
      { ...plan, atMs: plan.atMs + 3000 },
    ])
    passes('TP_ARR_001', conference({ choices: { ...unknown, 'P-LAST': last }, edit }, nothing))
  })
}

test('LV-11: STOP alone for the last leaver, where the profile says nothing of it', () => {
  passes('TP_ARR_001', conference({}, nothing))
})

for (const interims of [true, false]) {
  test(`LV-12: the server releases a whole conference, ${interims ? 'an INTERIM for each' : 'one STOP alone'}`, () => {
    for (const choices of [{}, unknown]) {
      const s = conference({ choices }, (s, conf) => {
        const [alice, carol] = conf.legs
        const bob = s.brings('bob', conf)
        s.wait(300)
        for (const leg of [bob, carol]) if (leg) s.expels(leg, conf, { charge: interims })
        if (alice) s.expels(alice, conf)
      })
      passes('TP_ARR_001', s)
    }
  })
}

for (const charge of [true, false]) {
  const how = charge ? 'charged' : 'not charged'
  test(`LV-13: a BYE of the server that nobody answers, or 481, ${how}`, () => {
    for (const status of ['none', 481] as const) {
      const s = conference({}, (s, conf) => {
        s.expels(s.brings('bob', conf), conf, { status, charge })
      })
      passes('TP_ARR_001', s)
    }
  })

  test(`LV-13: a BYE of the server that is answered 481 late, ${how} at the BYE, where the 2xx is declared`, () => {
    const s = conference({ choices: {}, edit: moved('departure:bob', -400) }, (s, conf) => {
      s.expels(s.brings('bob', conf), conf, { status: 481, charge, answerAfterMs: 400 })
    })
    passes('TP_ARR_001', s)
  })

  test(`LV-14: a fork's second 2xx, released at once, ${how} twice`, () => {
    const s = conference({}, (s, conf) => {
      const bob = s.brings('bob', conf)
      s.forks(bob)
      for (const method of charge ? ['INVITE', 'BYE'] : [])
        s.acr(conf, { label: `fork:${method}`, type: 'interim', callId: bob.callId, method, count: 3 })
    })
    passes('TP_ARR_001', s)
  })

  test(`a CANCEL that crosses the 200: ACK and BYE, ${how}`, () => {
    for (const choices of [{}, unknown]) {
      const s = conference({ choices }, (s, conf) => {
        const bob = s.invites('bob', conf)
        s.cancels(bob).answers(bob, conf, { charge })
        s.expels(bob, conf, { charge })
      })
      passes('TP_ARR_001', s)
    }
  })

  // LV-02 — a message of the server that was read late was sent before: its CANCEL says that it had not the 200 yet (RFC 3261 §9.1)
  test(`a CANCEL that crosses the 200, and is read after it: ACK and BYE, ${how}`, () => {
    for (const choices of [{}, unknown]) {
      const s = conference({ choices }, (s, conf) => {
        const bob = s.invites('bob', conf)
        s.answers(bob, conf, { charge, ack: false })
        s.cancels(bob).acks(bob).expels(bob, conf, { charge })
      })
      passes('TP_ARR_001', s)
    }
  })

  // LV-02 — RFC 3261 §9.1: no CANCEL without a provisional response, so a server that gave up shows it by ACK and BYE to the late 200
  test(`an invitation without any provisional response is given up, and the late 200 released: ACK and BYE, ${how}`, () => {
    for (const choices of [{}, unknown]) {
      const s = conference({ choices }, (s, conf) => {
        const bob = s.invites('bob', conf, { ring: false, sent: 3 })
        s.wait(700).answers(bob, conf, { charge })
        s.expels(bob, conf, { charge })
      })
      passes('TP_ARR_001', s)
    }
  })
}

/** Bob and Dave arrive 100 ms apart; the Charging Enabler takes its time for Bob's record, so Dave's waits (RFC 6733 §8.2). */
function queued(answer: Partial<RecordPlan>, dave: Edit): Story {
  const edit: Edit = (plan) => (plan.label === 'arrival:bob' ? [{ ...plan, ...answer }] : dave(plan))
  return conference({ choices: {}, edit }, (s, conf) => {
    s.brings('bob', conf)
    s.wait(100).brings('dave', conf)
    s.wait(5000)
  })
}

for (const [answerAfterMs, sentAfterMs] of [
  [3000, 3000],
  [1500, 2600],
] as const) {
  test(`LV-04: a record sent ${sentAfterMs} ms late, as we answered the one before it after ${answerAfterMs} ms, is not late`, () => {
    const s = queued({ answerAfterMs }, moved('arrival:dave', sentAfterMs))
    passes('TP_ARR_001', s)
    const told = s.judged().explanations.map((one) => one.text)
    assert.equal(told.filter((text) => /explained by .*dave.* (30|26)\d\d\.\d ms after it/.test(text)).length, 1)
  })
}

// The server's 200 to the BYE, which proves that it has it, may be sent long after the BYE and after what came later (LV-03)
test('LV-04: a departure that the server took up behind later ones waits for their answers too', () => {
  const edit: Edit = (plan) => {
    if (plan.label === 'departure:dave') return [{ ...plan, answerAfterMs: 1500 }]
    return plan.label === 'departure:bob' ? [{ ...plan, atMs: plan.atMs + 3000 }] : [plan]
  }
  const s = conference({ choices: {}, edit }, (s, conf) => {
    const [bob, dave] = [s.brings('bob', conf), s.brings('dave', conf)]
    s.wait(100).leaves(bob, conf, { during: () => s.wait(400).leaves(dave, conf) })
    s.wait(5000)
  })
  passes('TP_ARR_001', s)
})

test('a record that is missing behind a slow answer is missing all the same', () => {
  const rules = queued(
    { answerAfterMs: 1500 },
    editOf('arrival:dave', () => []),
  )
    .judged()
    .findings.map((one) => one.rule)
  assert.deepEqual(rules, ['arrival-interim-missing'])
})

test('a record that is missing behind one that we never answered decides nothing', () => {
  const s = queued(
    { answer: 'none' },
    editOf('arrival:dave', () => []),
  )
  legal(s)
})

for (const [why, { releaseAfterMs, ...invited }] of [
  ['a provisional response had come', { ring: true, sent: 3, releaseAfterMs: 0 }],
  ['the INVITE was sent once', { ring: false, sent: 1, releaseAfterMs: 0 }],
  ['the BYE comes 200 ms behind the ACK', { ring: false, sent: 3, releaseAfterMs: 200 }],
] as const) {
  test(`nothing says that the server had given the invitation up: ${why}, so its records are owed`, () => {
    const s = conference({}, (s, conf) => {
      const bob = s.invites('bob', conf, invited)
      s.wait(700).answers(bob, conf, { charge: false })
      s.wait(releaseAfterMs).expels(bob, conf, { charge: false })
    })
    const rules = s.judged().findings.map((finding) => finding.rule)
    assert.deepEqual([...rules].sort(), ['arrival-interim-missing', 'expulsion-interim-missing'])
  })
}

for (const [how, edit] of [
  ['STOP at once, no INTERIM any more', editOf('stop:alice', (plan) => [plan])],
  ['STOP when the BYE is answered', moved('stop:alice', 3000)],
] as const) {
  test(`LV-03: the last participant leaves while the server's BYE waits for its answer: ${how}`, () => {
    for (const point of ['2xx', 'unknown'] as const) {
      const s = new Story({ choices: { 'P-DEP-POINT': point }, edit }).begin('TP_ARR_001').when()
      const conf = s.creates('alice')
      const bob = s.brings('bob', conf)
      s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(200)
      s.expels(bob, conf, { status: 'none', charge: false }).wait(100).leaves(creatorOf(conf), conf)
      s.wait(2900).answersBye(bob).wait(9000).watchdog().end()
      passes('TP_ARR_001', s)
    }
  })
}

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

test('LV-07: an arrival charged at the ACK, whose SIP-Method is then ACK', () => {
  for (const point of ['ack', 'unknown'] as const)
    passes(
      'TP_ARR_006',
      tell('TP_ARR_006', { choices: { 'P-ARR-POINT': point }, edit: changed('arrival:bob', { method: 'ACK' }) }),
    )
})

test('LV-09, LV-17: an EVENT within the session takes a number of the session', () => {
  const edit: Edit = (plan) =>
    plan.label === 'arrival:carol' ? [plan, { ...plan, label: 'event', type: 'event', atMs: plan.atMs + 20 }] : [plan]
  passes('TP_SEQ_001', tell('TP_SEQ_001', { choices: { 'P-EVT-FAIL': 'sent' }, edit }))
})

for (const count of ['endpoints', 'unknown'] as const) {
  test(`LV-14: a fork accepted as a second device, P-COUNT ${count}`, () => {
    const edit = changed('arrival:dave', { count: 5 })
    const s = conference({ choices: { 'P-COUNT': count }, edit }, (s, conf) => {
      s.forks(s.brings('bob', conf))
      s.when().brings('dave', conf)
      s.content('arrival-count', 'arrival', 'dave', COUNT)
    })
    passes('TP_ARR_001', s)
  })
}

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

test('a trigger that the profile does not claim decides nothing by its silence', () => {
  const pics = { 'arrival-trigger': 'unknown', 'departure-trigger': 'unknown' } as const
  for (const [id, label] of [
    ['TP_ARR_001', 'arrival:bob'],
    ['TP_ARR_002', 'join:bob'],
    ['TP_DEP_001', 'departure:bob'],
    ['TP_DEP_003', 'departure:bob'],
  ] as const) {
    const silent = tell(id, { pics, edit: editOf(label, () => []) })
    legal(silent)
    assert.equal(silent.judged().verdicts.find((one) => one.testPurpose === id)?.word, 'inconclusive')
    passes(id, tell(id, { pics }))
  }
})

test('a Number-Of-Participants that counts the focus is no fault where the profile says nothing of it', () => {
  const values = referenceValues()
  const { 'P-FOCUS': _, ...choices } = values['choices'] as Record<string, unknown>
  assert.equal(profileOf({ ...values, choices }).choices['P-FOCUS'], 'unknown')
  const edit: Edit = (plan) => [plan.count === undefined ? plan : { ...plan, count: plan.count + 1 }]
  passes('TP_ARR_005', tell('TP_ARR_005', { choices: { 'P-FOCUS': 'unknown' }, edit }))
})

test('a later life of the same URI has a Session-Id of its own, also after an end that was not charged', () => {
  const s = new Story({ edit: editOf('stop:alice', () => []) }).begin('TP_ARR_001')
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

function nothing(): void {
  // the conference lives without an incident
}
