// What a good server may charge and what it may leave: each legal variant that a history can show.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { profileOf } from '../../judge/profile/schema'
import { changed, editOf, gone, moved, type Edit } from './edits'
import { SETTLED_MS, tell } from './good-stories'
import { conference, COUNT, legal, nothing, passes, unknown } from './legal-checks'
import { Story } from './story'
import { creatorOf } from './story-calls'
import { referenceValues } from './story-options'

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

test('LV-08: an INTERIM for a re-INVITE', () => {
  const s = conference({ choices: {} }, (s, conf, carol) => {
    s.reinvites(carol)
    s.acr(conf, { label: 'media', type: 'interim', callId: carol.callId, method: 'INVITE', count: 2 })
  })
  passes('TP_ARR_001', s)
})

test('LV-13: no STOP behind a BYE that was refused, though an invitation came to nothing after it', () => {
  const s = new Story().begin('TP_SEQ_015')
  const conf = s.creates('alice')
  const bob = s.invites('bob', conf)
  s.expels(creatorOf(conf), conf, { status: 481, charge: false })
  s.cancels(bob).refuses(bob, 487)
  legal(s.wait(SETTLED_MS).watchdog().wait(100).end())
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
  legal(tell('TP_ARR_002', { choices: unknown, edit: gone('join:bob') }))
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
      const declared = { ...unknown, 'P-DEP-POINT': '2xx', 'P-DEP-NO200': charge ? 'interim' : 'none' } as const
      for (const choices of [unknown, declared]) {
        const s = conference({ choices }, (s, conf) => {
          s.expels(s.brings('bob', conf), conf, { status, charge })
        })
        passes('TP_ARR_001', s)
      }
    }
  })

  test(`LV-13: a BYE of the server to the last one that nobody answers, or 481, ${how}`, () => {
    for (const status of ['none', 481] as const)
      for (const choices of [{}, unknown, { ...unknown, 'P-GRAN': 'unknown' } as const]) {
        const s = new Story({ choices }).begin('TP_ARR_001').when()
        const conf = s.creates('alice')
        s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
        const bob = s.brings('bob', conf)
        s.wait(SETTLED_MS).leaves(bob, conf).wait(300).expels(creatorOf(conf), conf, { status, charge })
        legal(s.wait(9000).watchdog().wait(100).end())
      }
  })

  test(`LV-13: a BYE of the server that is answered 481 late, ${how} at the BYE, where the 2xx is declared`, () => {
    const choices = { 'P-DEP-NO200': charge ? 'interim' : 'none' } as const
    const s = conference({ choices, edit: moved('departure:bob', -400) }, (s, conf) => {
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

test('a trigger that the profile does not claim decides nothing by its silence', () => {
  const pics = { 'arrival-trigger': 'unknown', 'departure-trigger': 'unknown' } as const
  for (const [id, label] of [
    ['TP_ARR_001', 'arrival:bob'],
    ['TP_ARR_002', 'join:bob'],
    ['TP_DEP_001', 'departure:bob'],
    ['TP_DEP_003', 'departure:bob'],
  ] as const) {
    const silent = tell(id, { pics, edit: gone(label) })
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
