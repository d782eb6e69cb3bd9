// Legal variants that the reference server showed and the judge once took for faults: each as the story of that run, with a fault beside it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Profile } from '../../judge/profile/schema'
import { SETTLED_MS, tell } from './good-stories'
import { editOf, gone, moved, type Edit } from './edits'
import { Story } from './story'
import { creatorOf } from './story-calls'
import type { StoryOptions } from './story-options'

const ORDER = { what: 'order', types: ['start', 'interim', 'interim', 'interim', 'interim', 'stop'] } as const
const COUNT = { path: 'Service-Information/**/Number-Of-Participants', op: 'participants' } as const
const open: Partial<Profile['choices']> = { 'P-START': 'unknown', 'P-LAST': 'unknown', 'P-JOIN': 'unknown' }

/** Each edit in turn. */
function edits(...all: readonly Edit[]): Edit {
  return (plan) => all.reduce((plans, edit) => plans.flatMap(edit), [plan])
}

function failing(s: Story): readonly string[] {
  return s.judged().findings.map(({ rule, level }) => `${rule} ${level}`)
}

function wordOf(s: Story, id: string): string | undefined {
  return s.judged().verdicts.find((one) => one.testPurpose === id)?.word
}

/** A life with two whom the server invites, who answer before the initiator has its 200; START left before all of that. */
function confirmedMode(o: StoryOptions & { readonly other?: boolean } = {}): Story {
  const s = new Story({ choices: open, ...o, edit: edits(moved('start:alice', -300), o.edit ?? ((plan) => [plan])) })
  s.begin('TP_SEQ_001')
  const conf = s.creates('alice', {
    before200: (one) => {
      s.wait(100).brings('bob', one)
      s.wait(100).brings('carol', one)
      s.wait(200)
    },
  })
  const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => conf.legs.find(({ user }) => user.includes(name)))
  assert.ok(alice && bob && carol)
  s.when().leaves(bob, conf).wait(50).leaves(carol, conf).wait(50).leaves(alice, conf)
  s.ofConference('record-sequence', 'alice', ORDER)
  return s.wait(SETTLED_MS).watchdog().wait(100).end()
}

test('LV-01, LV-05: interims before the initiator has its 200 mix no conferences: the answer tells that it is one', () => {
  const s = confirmedMode()
  assert.deepEqual(failing(s), [])
  assert.equal(wordOf(s, 'TP_SEQ_001'), 'pass')
})

test('… and a record of another conference under that Session-Id is found as soon as the answer tells that it is another', () => {
  const s = new Story({ choices: open, edit: moved('start:alice', -300) }).begin('TP_SEQ_004')
  const other = s.creates('zoe')
  const conf = s.creates('alice', {
    before200: (one) => {
      const mallory = s.wait(300).brings('mallory', other)
      s.acr(one, { label: 'mixed', type: 'interim', callId: mallory.callId, method: 'INVITE', atMs: s.nowMs })
      s.wait(100)
    },
  })
  s.wait(SETTLED_MS).drain(conf).drain(other).end()
  assert.ok(failing(s).includes('conferences-mixed MUST'), failing(s).join())
})

test('LV-05, LV-06: arrivals that are permitted, not owed, have their place in the order, with a record or without', () => {
  for (const without of [[], ['arrival:bob'], ['arrival:bob', 'arrival:carol']]) {
    const s = confirmedMode({ edit: edits(...without.map((label) => gone(label))) })
    assert.deepEqual(failing(s), [], without.join())
    assert.equal(wordOf(s, 'TP_SEQ_001'), 'pass')
  }
})

test('… but a departure that is owed must be in it, and one record too many is one too many', () => {
  assert.deepEqual(failing(confirmedMode({ edit: gone('departure:bob') })), ['departure-interim-missing MUST'])
  const twice = editOf('departure:bob', (plan) => [plan, { ...plan, label: 'second', atMs: plan.atMs + 20 }])
  assert.ok(failing(confirmedMode({ edit: twice })).length > 0)
})

for (const types of [
  ['start', 'stop'],
  ['start', 'interim', 'stop'],
  ['start', 'interim', 'interim', 'interim', 'stop'],
  ['start', 'interim', 'interim', 'stop', 'stop'],
  ['interim', 'start', 'interim', 'stop'],
] as const) {
  test(`the order still counts: START, two INTERIMs, STOP are not ${types.join(', ')}`, () => {
    const s = new Story().begin('TP_SEQ_001')
    const conf = s.creates('alice')
    s.brings('bob', conf)
    s.when()
    s.ofConference('record-sequence', 'alice', { what: 'order', types })
    s.wait(100).drain(conf).end()
    assert.deepEqual(failing(s), ['record-sequence MUST'])
  })
}

for (const last of ['interim-then-stop', 'unknown'] as const) {
  test(`LV-11: the INTERIM of the last leaver is beside the order that a whole life has, P-LAST ${last}`, () => {
    const edit = editOf('stop:alice', (plan) => [
      { ...plan, label: 'last', type: 'interim', count: 0 },
      { ...plan, atMs: plan.atMs + 1000 },
    ])
    const s = tell('TP_SEQ_001', { choices: { 'P-LAST': last }, edit })
    s.wait(9000)
    assert.deepEqual(failing(s), [])
    assert.equal(wordOf(s, 'TP_SEQ_001'), 'pass')
  })
}

test('LV-08: interims by time beside arrivals and departures take the place of none', () => {
  const choices = { 'P-PERIODIC': 'unknown', 'P-LAST': 'unknown' } as const
  const s = new Story({ choices }).begin('TP_ARR_001')
  const conf = s.creates('alice')
  const carol = s.brings('carol', conf)
  const bob = s.invites('bob', conf)
  const time = (): void => void s.acr(conf, { label: 'time', type: 'interim', callId: bob.callId, atMs: s.nowMs + 2 })
  s.when()
  time()
  s.wait(20).answers(bob, conf, { charge: false })
  time()
  s.wait(60).acr(conf, { label: 'late', type: 'interim', callId: bob.callId, party: bob.user, method: 'INVITE', count: 3 })
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(300)
  time()
  s.leaves(carol, conf).wait(100)
  time()
  s.wait(SETTLED_MS).drain(conf, 9000).end()
  assert.deepEqual(failing(s), [])
  assert.equal(wordOf(s, 'TP_ARR_001'), 'pass')
})

test('LV-08: a server that marks no interim as made by SIP is charged by what it sends all the same', () => {
  const bare: Edit = (plan) => {
    const { method: _, ...rest } = plan
    return [plan.type === 'interim' ? rest : plan]
  }
  const s = new Story({ choices: { 'P-PERIODIC': 'unknown' }, edit: bare }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(SETTLED_MS).drain(conf, 9000).end()
  assert.deepEqual(failing(s), [])
  assert.equal(wordOf(s, 'TP_ARR_001'), 'pass')
})

test('LV-15: the STOP of a leg counts nobody, whatever the profile claims of Number-Of-Participants', () => {
  const perLeg: Edit = (plan) => {
    if (plan.type !== 'interim') return [plan]
    const { count: _, ...rest } = plan
    const isArrival = plan.label.startsWith('arrival')
    return [{ ...rest, type: isArrival ? 'start' : 'stop', session: `im1.im.example;1;${plan.callId ?? ''}` }]
  }
  const s = new Story({ choices: { 'P-GRAN': 'leg' }, pics: { 'Number-Of-Participants': 'yes' }, edit: perLeg })
  const conf = s.begin('TP_DEP_006').creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  s.when().leaves(bob, conf)
  s.content('departure-count', 'departure', 'bob', COUNT).wait(SETTLED_MS).drain(conf).end()
  assert.deepEqual(
    failing(s).filter((one) => one.endsWith('MUST')),
    [],
  )
  assert.equal(wordOf(s, 'TP_DEP_006'), 'inconclusive')
})

test("ch1-facts C9: the first leg's Call-ID in every record makes no departure the first leg's", () => {
  const s0 = new Story()
  const conf0 = s0.creates('alice')
  const first = creatorOf(conf0).callId
  const named: Edit = (plan) => [plan.callId === undefined ? plan : { ...plan, callId: first }]
  const delayed = ['departure:bob', 'departure:carol', 'stop:alice'].map((label) => moved(label, 80))
  const s = new Story({ choices: { ...open, 'P-LEG': 'initial-leg' }, edit: edits(named, ...delayed) })
  const conf = s.begin('TP_DEP_001').creates('alice')
  const [bob, carol] = ['bob', 'carol'].map((name) => s.brings(name, conf))
  assert.ok(bob && carol)
  s.when()
  for (const leg of [bob, carol, creatorOf(conf)]) s.leaves(leg, conf)
  s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing').wait(9000).watchdog().wait(100).end()
  assert.deepEqual(failing(s), [])
  assert.equal(wordOf(s, 'TP_DEP_001'), 'pass')
})
