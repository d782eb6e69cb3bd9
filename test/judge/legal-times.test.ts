// What a good server may do with the time of a record: before or after its trigger, behind others, late as our answer was.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, editOf, gone, moved, type Edit } from './edits'
import { SETTLED_MS, tell } from './good-stories'
import { conference, COUNT, legal, passes, unknown } from './legal-checks'
import type { RecordPlan } from './record-plan'
import { Story } from './story'
import { creatorOf } from './story-calls'
import type { StoryOptions } from './story-options'

test('LV-01: a START that leaves before the 200 of the server', () => {
  passes('TP_SEQ_001', tell('TP_SEQ_001', { edit: moved('start:alice', -9) }))
})

test('LV-01: a join INTERIM that leaves before the 200 of the server', () => {
  passes('TP_ARR_002', tell('TP_ARR_002', { edit: moved('join:bob', -9) }))
})

test('LV-04: a START that comes a quarter of a second late still shows, while it rings on, that the server charges', () => {
  const s = new Story({ edit: moved('start:alice', 250) }).begin('TP_ARR_003')
  const conf = s.creates('alice')
  const bob = s.invites('bob', conf)
  s.wait(800).when().answers(bob, conf)
  s.owesNone('interim', 'ringing', 'bob', 'arrival-interim-early').wait(SETTLED_MS).drain(conf)
  passes('TP_ARR_003', s.end())
})

test('an answer that was on its way while somebody stood still: the record goes once more, and nobody can tell that it was read', () => {
  const again = (plan: RecordPlan): readonly RecordPlan[] => [
    plan,
    { ...plan, label: 'once more', again: 'arrival:bob', atMs: plan.atMs + 2000, answer: 2001, t: true },
  ]
  const told = (lags: StoryOptions['lags']): readonly string[] =>
    tell('TP_ERR_018', { edit: editOf('arrival:bob', again), ...(lags && { lags }) })
      .judged()
      .findings.map(({ rule }) => rule)
  assert.ok(told(undefined).includes('answered-record-resent'))
  assert.deepEqual(told([{ atMs: 3000, ms: 700 }]), [])
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

for (const point of ['ack', 'unknown', '2xx'] as const) {
  test(`LV-06: START after the ACK of the creator, P-START ${point}`, () => {
    passes('TP_SEQ_001', tell('TP_SEQ_001', { choices: { 'P-START': point } }))
  })
}

test('LV-06: START at the ACK, which comes after the first arrival', () => {
  const s = tell('TP_ARR_001', { choices: { 'P-START': 'unknown' }, edit: moved('start:alice', 15) })
  passes('TP_ARR_001', s)
})

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

for (const sentAgainMs of [1000, 2900]) {
  // RFC 6733 §5.5.4 — the connection broke, say: what we answer is the record sent again, and whoever stood behind it waited as long
  test(`a record sent once more after ${sentAgainMs} ms, and answered then, let the next one wait since it was sent first`, () => {
    const again = { label: 'again', again: 'arrival:bob', t: true, answer: 2001 } as const
    const edit: Edit = (plan) => {
      if (plan.label === 'arrival:bob')
        return [
          { ...plan, answer: 'none' },
          { ...plan, ...again, atMs: plan.atMs + sentAgainMs },
        ]
      return plan.label === 'arrival:dave' ? [{ ...plan, atMs: plan.atMs + sentAgainMs + 1500 }] : [plan]
    }
    passes(
      'TP_ARR_001',
      conference({ choices: {}, edit }, (s, conf) => {
        s.brings('bob', conf)
        s.wait(100).brings('dave', conf)
        s.wait(8000)
      }),
    )
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
  const rules = queued({ answerAfterMs: 1500 }, gone('arrival:dave'))
    .judged()
    .findings.map((one) => one.rule)
  assert.deepEqual(rules, ['arrival-interim-missing'])
})

test('a record that is missing behind one that we never answered decides nothing', () => {
  const s = queued({ answer: 'none' }, gone('arrival:dave'))
  legal(s)
})

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

test('LV-13: who answers the BYE 481 after another has left was counted out with the BYE, and the record waited', () => {
  const s = conference({ choices: {} }, (s, conf, carol) => {
    const bob = s.brings('bob', conf)
    s.wait(200).when().expels(carol, conf, { status: 'none', charge: false })
    s.wait(100).leaves(bob, conf, { charge: false }).wait(200).answersBye(carol, 481).wait(100)
    for (const [i, { callId, user }] of [carol, bob].entries())
      s.acr(conf, { label: `departure:${i}`, type: 'interim', callId, party: user, method: 'BYE', count: 2 - i })
    s.content('departure-count', 'departure', 'carol', COUNT)
  })
  passes('TP_ARR_001', s)
})

for (const point of ['2xx', 'unknown'] as const) {
  test(`LV-03: the creator leaves while the server's BYE waits, who is expelled still counts, P-DEP-POINT ${point}`, () => {
    const s = new Story({ choices: { 'P-DEP-POINT': point } }).begin('TP_SEQ_011').when()
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.ofConference('arrival-interim-missing', 'alice', { what: 'everyone', arrivals: 1 }).wait(200)
    s.expels(bob, conf, { status: 'none', charge: false })
    s.leaves(creatorOf(conf), conf, { charge: false }).answersBye(bob)
    const { callId, user } = creatorOf(conf)
    s.acr(conf, { label: 'departure:alice', type: 'interim', callId, party: user, method: 'BYE', count: 1 })
    s.acr(conf, { label: 'stop:bob', type: 'stop', callId: bob.callId, party: bob.user, method: 'BYE', cause: 0 })
    passes('TP_SEQ_011', s.wait(9000).watchdog().end())
  })
}

test('LV-07: an arrival charged at the ACK, whose SIP-Method is then ACK', () => {
  for (const point of ['ack', 'unknown'] as const)
    passes(
      'TP_ARR_006',
      tell('TP_ARR_006', { choices: { 'P-ARR-POINT': point }, edit: changed('arrival:bob', { method: 'ACK' }) }),
    )
})

for (const choices of [{}, unknown]) {
  const told = 'P-DEP-POINT' in choices ? 'unknown' : '2xx'
  // RFC 3261 §17.1.2.2 — a BYE that is sent again has a second answer, and the first is what ended the stay
  for (const answers of ['bob, carol, bob', 'bob, carol, carol', 'carol, bob']) {
    test(`LV-03, LV-04: two expelled at once who answer ${answers}; the records waited, P-DEP-POINT ${told}`, () => {
      const s = conference({ choices: { ...choices } }, (s, conf, carol) => {
        const legs = { bob: s.brings('bob', conf), carol }
        s.wait(200).when()
        for (const leg of [legs.bob, carol]) s.expels(leg, conf, { status: 'none', charge: false })
        for (const name of answers.split(', ')) s.answersBye(legs[name as 'bob' | 'carol'])
        s.wait(100)
        for (const [i, name] of (['bob', 'carol'] as const).entries()) {
          const { callId, user } = legs[name]
          s.acr(conf, { label: `departure:${name}`, type: 'interim', callId, party: user, method: 'BYE', count: 2 - i })
        }
        for (const name of ['bob', 'carol']) s.content('departure-count', 'departure', name, COUNT)
      })
      passes('TP_ARR_001', s)
    })
  }
}

for (const waited of [0, 1950]) {
  test(`RFC 3261 §17.1.2.2: the user's answer to the server's BYE comes again 1.9 s later, and the record ${waited} ms after the first`, () => {
    const atFirst: Edit = editOf('departure:bob', (plan) => [{ ...plan, eventAtMs: plan.atMs, atMs: plan.atMs + waited }])
    const s = conference({ choices: {}, edit: atFirst }, (s, conf) => {
      const bob = s.brings('bob', conf)
      s.wait(200).when().expels(bob, conf)
      s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
      s.content('event-timestamp-of-trigger', 'departure', 'bob', { path: 'Event-Timestamp', op: 'triggerTime' })
      s.wait(1900).answersBye(bob).wait(200)
    })
    passes('TP_ARR_001', s)
  })
}
