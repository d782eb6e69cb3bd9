// Records that could be of more than one occasion: whatever explains them all is right (LV-03), and none is left over or missed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unknown } from './legal-checks'
import { moved, type Edit } from './edits'
import { Story } from './story'
import { creatorOf, type Conf } from './story-calls'
import type { StoryOptions } from './story-options'

/** LV-15 — each leg has a session of its own: START when it comes, STOP when it goes. */
const perLeg: Edit = (plan) => {
  const kind = plan.label.split(':')[0] ?? ''
  const type = ({ arrival: 'start', join: 'start', departure: 'stop' } as const)[kind] ?? plan.type
  return [{ ...plan, type, session: `${plan.session};${plan.callId}` }]
}

/** No MUST was found broken. */
function right(s: Story): void {
  const hard = s.judged().findings.filter(({ level }) => level === 'MUST')
  assert.deepEqual(
    hard.map(({ rule, actual }) => `${rule}: ${actual}`),
    [],
  )
}

test('the STOP of a leg whose re-INVITE had an INTERIM is that of its departure, not of the end that follows', () => {
  for (const lateMs of [0, 40]) {
    const late: Edit = (plan) => perLeg({ ...plan, atMs: plan.atMs + lateMs })
    const s = new Story({ choices: { ...unknown, 'P-GRAN': 'unknown' }, edit: late }).begin('TP_SEQ_011')
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.wait(60).reinvites(bob)
    s.acr(conf, { label: 'media', type: 'interim', callId: bob.callId, party: bob.user, method: 'INVITE' })
    s.wait(800).expels(bob, conf).leaves(creatorOf(conf), conf)
    right(s.wait(9000).watchdog().wait(100).end())
  }
})

/** Alice's re-INVITE is charged when somebody else has come already, who is charged after it. */
function meanwhile(choices: NonNullable<StoryOptions['choices']>, comes: (s: Story, conf: Conf) => void, edit?: Edit): Story {
  const s = new Story({ choices, ...(edit ? { edit } : {}) }).begin('TP_SEQ_011')
  const conf = s.creates('alice')
  const creator = creatorOf(conf)
  s.wait(60).reinvites(creator)
  const media = {
    label: 'media',
    type: 'interim',
    callId: creator.callId,
    party: creator.user,
    method: 'INVITE',
    count: 1,
  } as const
  s.acr(conf, { ...media, atMs: s.nowMs + 40 })
  comes(s, conf)
  return s.wait(800).drain(conf, 9000).end()
}

const undeclared = { ...unknown, 'P-GRAN': 'unknown' } as const

test("the INTERIM for the creator's re-INVITE leaves who comes meanwhile an occasion of its own", () => {
  for (const choices of [{}, unknown, undeclared]) {
    const late = (label: string): Edit => moved(label, 60)
    right(meanwhile(choices, (s, conf) => void s.brings('bob', conf), late('arrival:bob')))
    right(meanwhile(choices, (s, conf) => void s.joins('bob', conf), late('join:bob')))
  }
})

test('where every record names the first leg, that is no sign of the re-INVITE of the first leg, which is not charged', () => {
  const first: Edit = ({ party: _, ...plan }) => (plan.label === 'media' ? [] : [{ ...plan, callId: 'call-1' }])
  for (const choices of [{}, unknown, undeclared]) right(meanwhile(choices, (s, conf) => void s.brings('bob', conf), first))
})

test("the INTERIM for the creator's re-INVITE while somebody asks to come in, and is refused, does not show that joiners are charged", () => {
  right(meanwhile({ 'P-JOIN': 'not-charged' }, (s, conf) => void s.turnsAway('mallory', conf.focus)))
})

/** LV-10 — who joins is not charged, and so has no session: nothing stops when it leaves. */
const uncharged: Edit = (plan) => (plan.label.endsWith(':dave') || plan.label.endsWith(':carol') ? [] : perLeg(plan))

test('where each leg has a session, who joined uncharged has none, and no STOP when it leaves', () => {
  for (const granularity of ['leg', 'unknown'] as const)
    for (const join of ['not-charged', 'unknown'] as const)
      for (const [lateMs, isLast] of [
        [0, true],
        [0, false],
        [600, true],
        [600, false],
      ] as const) {
        const late: Edit = (plan) => uncharged({ ...plan, atMs: plan.atMs + lateMs })
        const s = new Story({ choices: { ...unknown, 'P-GRAN': granularity, 'P-JOIN': join }, edit: late }).begin('TP_SEQ_011')
        const conf = s.creates('alice')
        const [carol, dave] = [s.joins('carol', conf), s.joins('dave', conf)]
        s.wait(900).leaves(dave, conf).wait(100)
        if (isLast) s.leaves(creatorOf(conf), conf).wait(100).leaves(carol, conf)
        else s.leaves(carol, conf).wait(100).leaves(creatorOf(conf), conf)
        right(s.wait(9000).watchdog().wait(100).end())
      }
})

test('where each leg has a session, who was brought in has a STOP, and who was charged as joining', () => {
  for (const name of ['bob', 'dave']) {
    const edit: Edit = (plan) => (plan.label === `departure:${name}` ? [] : perLeg(plan))
    const s = new Story({ choices: { ...unknown, 'P-GRAN': 'leg', 'P-JOIN': 'unknown' }, edit }).begin('TP_SEQ_011')
    const conf = s.creates('alice')
    s.brings('bob', conf)
    s.joins('dave', conf)
    s.wait(900).drain(conf, 9000).end()
    const rules = s.judged().findings.map(({ rule }) => rule)
    assert.deepEqual(rules, ['departure-interim-missing'])
  }
})

test("the INTERIM for the creator's re-INVITE after somebody joined uncharged does not show that the joiner has a session", () => {
  const edit: Edit = (plan) => uncharged({ ...plan, atMs: plan.atMs + 300 })
  const s = new Story({ choices: undeclared, edit }).begin('TP_SEQ_011')
  const conf = s.creates('alice')
  const creator = creatorOf(conf)
  const carol = s.wait(500).joins('carol', conf)
  s.wait(700).reinvites(creator)
  s.acr(conf, { label: 'media', type: 'interim', callId: creator.callId, party: creator.user, method: 'INVITE', count: 2 })
  s.leaves(carol, conf).leaves(creator, conf)
  right(s.wait(9000).watchdog().wait(100).end())
})

test('where each leg has a session, a server that ends the conference stops them all', () => {
  for (const lost of ['bob', 'nobody'] as const) {
    const edit: Edit = (plan) => (lost === 'bob' && plan.label === 'departure:bob' ? [] : perLeg(plan))
    const s = new Story({ choices: { ...unknown, 'P-GRAN': 'leg' }, edit }).begin('TP_SEQ_011')
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.wait(900).expels(bob, conf).expels(creatorOf(conf), conf).wait(9000).watchdog().wait(100).end()
    const rules = s.judged().findings.map(({ rule }) => rule)
    assert.deepEqual(rules, lost === 'bob' ? ['expulsion-interim-missing'] : [])
  }
})

test('where each leg has a session, an invitation that comes to nothing behind the last BYE is owed no STOP', () => {
  for (const granularity of ['leg', 'unknown'] as const)
    for (const how of ['cancelled', 'refused'] as const) {
      const s = new Story({ choices: { ...unknown, 'P-GRAN': granularity }, edit: perLeg }).begin('TP_SEQ_003')
      const conf = s.creates('alice')
      const bob = s.brings('bob', conf)
      const carol = s.invites('carol', conf)
      s.wait(200).leaves(creatorOf(conf), conf).wait(20).leaves(bob, conf)
      if (how === 'cancelled') s.cancels(carol).wait(20).refuses(carol, 487)
      else s.wait(400).refuses(carol, 480)
      right(s.wait(9000).watchdog().wait(100).end())
    }
})

/** 3GPP TS 32.299 §7.1.12 — in the minimum form a record need not name anybody. */
const nameless: Edit = ({ callId: _, party: __, ...plan }) => [{ ...plan, without: ['Service-Information'] }]

/** Each leg has a session; dave comes before bob, and bob goes before dave; `lateMs`: the START of dave. */
function byLegs(choices: NonNullable<StoryOptions['choices']>, lateMs: number, edit: Edit): Story {
  const late: Edit = (plan) =>
    perLeg({ ...plan, atMs: plan.atMs + (plan.label === 'join:dave' ? lateMs : 0) }).flatMap((one) => edit(one))
  const s = new Story({ choices: { ...unknown, 'P-GRAN': 'leg', ...choices }, edit: late }).begin('TP_SEQ_011')
  const conf = s.creates('alice')
  const dave = s.joins('dave', conf)
  const bob = s.brings('bob', conf)
  return s.wait(400).leaves(bob, conf).wait(400).leaves(dave, conf).wait(800).drain(conf, 9000).end()
}

const ofAlice = /:alice$/

test('where each leg has a session, a START that names nobody is of the leg that its session names later', () => {
  const starts: Edit = (plan) => (plan.type === 'start' && !ofAlice.test(plan.label) ? nameless(plan) : [plan])
  for (const join of ['charged', 'unknown'] as const)
    for (const lateMs of [0, 90]) right(byLegs({ 'P-JOIN': join }, lateMs, starts))
  const uncharged: Edit = (plan) => (plan.label.endsWith(':dave') ? [] : starts(plan))
  right(byLegs({}, 0, uncharged))
})

test('nor need anybody be named later: a STOP is of whoever left', () => {
  const all: Edit = (plan) => (ofAlice.test(plan.label) ? [plan] : nameless(plan))
  for (const join of ['charged', 'unknown'] as const) for (const lateMs of [0, 90]) right(byLegs({ 'P-JOIN': join }, lateMs, all))
  const uncharged: Edit = (plan) => (plan.label.endsWith(':dave') ? [] : all(plan))
  right(byLegs({}, 0, uncharged))
})
