// Servers that are right, each in a way of its own: late, nameless, or with what another record is easily taken for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../judge/second/disagreements'
import { secondJudgment } from '../../judge/second/second-judge'
import type { Edit } from './edits'
import { unknown } from './legal-checks'
import { noMoreThanAType } from './nameless'
import type { RecordPlan } from './record-plan'
import { judged, Story } from './story'
import { creatorOf } from './story-calls'

/** No hard finding, and the second judge sees it so. */
function isRight(s: Story): void {
  const events = s.events()
  const first = judged(events)
  assert.deepEqual(
    first.findings.filter(({ level }) => level === 'MUST').map(({ rule, actual }) => `${rule}: ${actual}`),
    [],
  )
  assert.deepEqual(compare(first, secondJudgment(events)).disagreements, [])
}

/** LV-15 — a session for each leg, and nothing declared. */
function perLeg(plan: RecordPlan): RecordPlan {
  const [kind = ''] = plan.label.split(':')
  const type = { arrival: 'start', join: 'start', departure: 'stop' } as const
  const own = kind in type ? type[kind as keyof typeof type] : plan.type
  return { ...plan, type: own, session: `${plan.session};${plan.callId ?? 'call-1'}` }
}

test('LV-10, LV-15: who joined uncharged has no session, though an INTERIM for a re-INVITE was taken for a coming for a while', () => {
  const edit: Edit = (plan) => {
    if (plan.label.endsWith(':dave')) return []
    if (plan.label === 'media') return [{ ...noMoreThanAType(plan), session: `${plan.session};call-1` }]
    return [perLeg(plan.label === 'arrival:bob' ? { ...plan, atMs: plan.atMs + 600 } : plan)]
  }
  const s = new Story({ choices: { ...unknown, 'P-GRAN': 'unknown' }, edit }).begin('TP_SEQ_011')
  const conf = s.creates('alice')
  const alice = creatorOf(conf)
  const dave = s.wait(500).joins('dave', conf)
  s.wait(900).leaves(dave, conf).wait(3000)
  const bob = s.brings('bob', conf)
  s.wait(100).reinvites(alice)
  s.acr(conf, { label: 'media', type: 'interim', callId: alice.callId, party: alice.user, method: 'INVITE' })
  isRight(s.wait(2000).leaves(bob, conf).wait(200).leaves(alice, conf).wait(9000).watchdog().wait(100).end())
})

test('RFC 6733 §8.2: records that START held up come in their order, each for who came when it says (C9)', () => {
  const edit: Edit = ({ party: _, ...named }) => {
    const plan = { ...named, callId: 'call-1', icid: 'icid-of-call-1' }
    if (plan.label === 'start:alice') return [{ ...plan, answerAfterMs: 5000 }]
    if (plan.label === 'arrival:bob') return [{ ...plan, eventAtMs: plan.atMs, atMs: 6030 }]
    return [plan.label === 'arrival:carol' ? { ...plan, eventAtMs: plan.atMs, atMs: 6045 } : plan]
  }
  const s = new Story({ choices: { 'P-LEG': 'initial-leg' }, edit }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  for (const [name, waitMs] of [
    ['bob', 500],
    ['carol', 3500],
  ] as const) {
    s.wait(waitMs).brings(name, conf)
    s.content('arrival-count', 'arrival', name, { path: 'Service-Information/**/Number-Of-Participants', op: 'participants' })
    s.content('event-timestamp-of-trigger', 'arrival', name, { path: 'Event-Timestamp', op: 'triggerTime' })
  }
  isRight(s.wait(6000).drain(conf, 9000).end())
})

test('TS 32.299 §7.1.12: of two STARTs that name nobody the parties of what follows tell whose they are', () => {
  const edit: Edit = (plan) => {
    const atMs = { 'start:alice': 1100, 'start:dave': 1105 }[plan.label] ?? plan.atMs
    const party = plan.type === 'start' || plan.party === undefined ? [] : ([['Called-Party-Address', plan.party]] as const)
    return [noMoreThanAType({ ...plan, atMs }, party)]
  }
  const s = new Story({ edit }).begin('TP_SEQ_011')
  const [one, other] = [s.creates('alice'), s.creates('dave')]
  s.wait(200).brings('bob', one)
  s.wait(300).brings('carol', other)
  isRight(s.wait(3000).drain(one, 3000).drain(other, 9000).end())
})

test('LV-25: the START of a stranger names nobody, and his INTERIM tells that it was none of ours', () => {
  const edit: Edit = (plan) => {
    const atMs = { 'start:alice': 1100, 'start:dave': 1700 }[plan.label] ?? plan.atMs
    return [plan.type === 'start' ? noMoreThanAType({ ...plan, atMs }) : plan]
  }
  const s = new Story({ topology: { use: 'shared' }, edit }).begin('TP_SEQ_011')
  const [one, other] = [s.creates('alice'), s.creates('dave')]
  const stranger = { ...one, session: 'im1.im.example;1;foreign' }
  const strange = { callId: 'call-of-strangers', party: 'sip:zoe@other.example' }
  s.acr(stranger, { label: 'start:zed', type: 'start', method: 'INVITE', atMs: 1095 })
  s.wait(150).brings('bob', one)
  s.acr(stranger, { label: 'zoe', type: 'interim', method: 'INVITE', ...strange })
  s.wait(800).brings('carol', other)
  s.wait(800).acr(stranger, { label: 'zed', type: 'stop', method: 'BYE', ...strange, cause: 0 })
  isRight(s.wait(3000).drain(one, 3000).drain(other, 9000).end())
})

test('LV-06, LV-14: a further device that answered before START is told of behind it', () => {
  const s = new Story({ choices: { ...unknown, 'P-START': 'ack' } }).begin('TP_SEQ_011')
  const conf = s.creates('alice', {
    ackAfterMs: 2300,
    before200: (own) => {
      const bob = s.invites('bob', own)
      s.answers(bob, own, { charge: false })
      s.wait(20).forks(bob)
    },
  })
  const bob = conf.legs.find(({ user }) => user.includes('bob'))
  for (const [label, method] of [
    ['coming', 'INVITE'],
    ['device', 'INVITE'],
    ['release', 'BYE'],
  ] as const)
    s.acr(conf, { label, type: 'interim', method, count: 2, ...(bob && { callId: bob.callId, party: bob.user }) })
  isRight(s.wait(1500).drain(conf, 9000).end())
})

test('LV-08, LV-15: the START of a leg behind an interim by time, where neither is declared and nothing tells SIP', () => {
  const edit: Edit = ({ method: _, ...plan }) => [
    perLeg(plan.label === 'arrival:bob' ? { ...plan, atMs: plan.atMs + 600 } : plan),
  ]
  const s = new Story({ choices: { ...unknown, 'P-GRAN': 'unknown' }, edit }).begin('TP_SEQ_011')
  const conf = s.creates('alice')
  const alice = creatorOf(conf)
  const bob = s.wait(500).brings('bob', conf)
  s.wait(100).acr(conf, { label: 'time', type: 'interim', callId: alice.callId, party: alice.user, count: 1 })
  isRight(s.wait(3000).leaves(bob, conf).wait(200).leaves(alice, conf).wait(9000).watchdog().wait(100).end())
})

test('LV-21: what an agent refuses again after we took it may come a third time without the T flag', () => {
  const s = new Story({ topology: { ch1: 'agent' } }).begin('TP_SEQ_011')
  const conf = s.creates('alice')
  s.wait(300).brings('bob', conf)
  const again = { t: false, newEndToEnd: true, answer: 2001 } as const
  s.meets('arrival:bob', { answer: 3004 }, { ...again, afterMs: 200 }, { ...again, afterMs: 400 })
  isRight(s.wait(3000).drain(conf, 9000).end())
})

test('LV-09: the EVENT for a MESSAGE may name a call that we do not see', () => {
  const edit: Edit = (plan) => [plan.type === 'event' ? { ...plan, callId: 'something-of-its-own', icid: '' } : plan]
  const s = new Story({ edit }).begin('TP_EVT_001').when()
  const conf = s.creates('alice')
  s.messages('dave', 'sip:erin@home.example', { erin: 200 })
  isRight(s.wait(3000).drain(conf, 9000).end())
})
