// 1-1 sessions: the call and the call that the server passes on are one session, and no two sessions are one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Story } from './story'
import { creatorOf } from './story-calls'
import type { StoryOptions } from './story-options'

const SETTLED_MS = 9000
/** Every choice that a server may make. */
const UNKNOWN: StoryOptions = {
  choices: { 'P-LAST': 'unknown', 'P-DEP-POINT': 'unknown', 'P-JOIN': 'unknown', 'P-START': 'unknown', 'P-GRAN': 'unknown' },
}

function findings(tell: (s: Story) => unknown, o: StoryOptions = {}): readonly string[] {
  const story = new Story(o).begin('TP_LIF_004').when()
  tell(story)
  story.wait(SETTLED_MS).watchdog().wait(100)
  return story.judged().findings.map(({ rule, actual }) => `${rule}: ${actual}`)
}

for (const [name, o] of [
  ['as the reference declares', {}],
  ['where nothing is declared', UNKNOWN],
  ['where the last to leave is charged before the STOP', { choices: { 'P-LAST': 'interim-then-stop' } }],
] as const) {
  test(`whoever hangs up, the STOP may be of either, and nobody is missed: ${name}`, () => {
    const ended = (first: 'caller' | 'called', charges: 'first' | 'second') => (s: Story) => {
      const { conf, ...legs } = s.pairs('alice', 'bob')
      const second = first === 'caller' ? 'called' : 'caller'
      s.wait(100)
      if (charges === 'second') return s.leaves(legs[first], conf, { charge: false }).expels(legs[second], conf)
      const stop = {
        label: 'stop',
        type: 'stop',
        callId: legs[first].callId,
        party: legs[first].user,
        method: 'BYE',
        cause: 0,
      } as const
      return s
        .leaves(legs[first], conf, { charge: false, during: () => s.acr(conf, stop) })
        .expels(legs[second], conf, { charge: false })
    }
    for (const first of ['caller', 'called'] as const)
      for (const charges of ['first', 'second'] as const)
        assert.deepEqual(findings(ended(first, charges), o), [], `${first}, ${charges}`)
  })

  test(`a session that nobody charges at its end is missed, and once: ${name}`, () => {
    const found = findings((s) => {
      const { conf, caller, called } = s.pairs('alice', 'bob')
      s.wait(100).leaves(caller, conf, { charge: false }).expels(called, conf, { charge: false })
    }, o)
    assert.deepEqual(
      found.map((one) => one.split(':')[0]),
      ['stop-missing'],
    )
  })

  test(`two calls of one user to one user, one after the other, and two at once through one address, are sessions of their own: ${name}`, () => {
    const found = findings((s) => {
      for (const _ of [1, 2]) {
        const { conf, caller, called } = s.pairs('alice', 'bob')
        s.wait(100).leaves(caller, conf, { charge: false }).expels(called, conf).wait(200)
      }
      const one = s.pairs('alice', 'bob', { contact: 'sip:10.0.0.7:5060' })
      const other = s.pairs('carol', 'dave', { contact: 'sip:10.0.0.7:5060' })
      s.wait(100).leaves(one.caller, one.conf, { charge: false }).expels(one.called, one.conf).wait(200)
      s.leaves(other.called, other.conf, { charge: false }).expels(other.caller, other.conf)
    }, o)
    assert.deepEqual(found, [])
  })
}

test('the INTERIM of whoever hangs up is neither missed nor forbidden, and tells of no session a leg', () => {
  for (const o of [UNKNOWN, { choices: { 'P-LAST': 'interim-then-stop' } } as const, {}]) {
    const story = new Story(o).begin('TP_LIF_004').when()
    const { conf, caller, called } = story.pairs('alice', 'bob')
    story.wait(100).leaves(caller, conf).expels(called, conf).wait(SETTLED_MS).watchdog().wait(100)
    const { findings: found, choices } = story.judged()
    assert.deepEqual(found, [])
    assert.ok(!choices.some(({ choice, seen }) => choice === 'P-GRAN' && seen.some(({ value }) => value === 'leg')))
  }
})

test('a server that answers the caller before it passes the call on owes no more', () => {
  const found = findings((s) => {
    const { conf, caller, called } = s.pairs('alice', 'bob', { answersFirst: true })
    s.wait(100).leaves(caller, conf, { charge: false }).expels(called, conf)
  })
  assert.deepEqual(found, [])
})

test('who is called back, and whom nobody could call before, is in a session of its own', () => {
  const found = findings((s) => {
    s.turnsAway('carol', 'sip:alice@home.example', 20, 480)
    const one = s.pairs('alice', 'bob')
    const back = s.pairs('bob', 'alice')
    s.wait(100).leaves(one.caller, one.conf, { charge: false }).expels(one.called, one.conf).wait(200)
    s.leaves(back.caller, back.conf, { charge: false }).expels(back.called, back.conf)
  })
  assert.deepEqual(found, [])
})

test('a focus that invites in its own name makes no pair of a conference', () => {
  const story = new Story().begin('TP_LIF_004').when()
  const conf = story.creates('alice')
  story.brings('bob', conf)
  story.ofConference('interim-in-a-pair', 'alice', { what: 'nobodyArrives' })
  story.wait(50).leaves(creatorOf(conf), conf).wait(50).drain(conf)
  const [decided] = story.judged().demands
  assert.equal(decided?.decision.state, 'undecidable')
})

test('nor does one that invites in the name of a user who called something else', () => {
  const story = new Story().begin('TP_LIF_004').when()
  const { conf, caller } = story.pairs('alice', 'bob', { dials: 'sip:factory@im.example' })
  story.ofConference('interim-in-a-pair', 'alice', { what: 'nobodyArrives' })
  story.wait(50).leaves(caller, conf).wait(SETTLED_MS).watchdog().wait(100)
  const [decided] = story.judged().demands
  assert.equal(decided?.decision.state, 'undecidable')
})
