// A crowd's demand: what makes it broken, and what leaves it undecided rather than met.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Judgment } from '../../judge/verdict'
import { SETTLED_MS } from './good-stories'
import { editOf, gone } from './edits'
import { Story } from './story'
import type { StoryOptions } from './story-options'

const PURPOSE = 'TP_SEQ_010'

/** Carol, Dave and Erin join Alice and Bob, and leave; `arrivals` are demanded. */
function crowd(arrivals: number, o: StoryOptions = {}, charge = true): Judgment {
  const s = new Story(o).begin(PURPOSE)
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.when()
  const legs = ['carol', 'dave', 'erin'].map((name) => s.joins(name, conf, { charge }))
  for (const leg of legs) s.wait(20).leaves(leg, conf)
  s.leaves(bob, conf)
  s.ofConference('arrival-interim-missing', 'alice', { what: 'everyone', arrivals }).wait(SETTLED_MS).drain(conf)
  return s.end().judged()
}

function verdict({ verdicts }: Judgment): string {
  const found = verdicts.find((one) => one.testPurpose === PURPOSE)
  return `${found?.word}: ${found?.reason}`
}

test('a crowd whose records are all there passes, arrival by arrival', () => {
  assert.equal(verdict(crowd(4)), 'pass: all demands met')
})

test('fewer arrivals on the wire than the purpose needs: inconclusive, and it says how many', () => {
  assert.equal(verdict(crowd(5)), 'inconclusive: SIP shows 4 arrivals of the 5 that the purpose needs')
})

test('a server that charges nobody who joins, where P-JOIN leaves it open: inconclusive, never a fail (LV-10)', () => {
  const judgment = crowd(4, { choices: { 'P-JOIN': 'unknown' } }, false)
  assert.deepEqual(judgment.findings, [])
  assert.equal(verdict(judgment), 'inconclusive: 3 of 4 arrivals were not charged, which P-JOIN leaves open')
})

for (const [fault, edit, rule] of [
  ['a record that is missing', gone('join:dave'), 'join-interim-missing'],
  [
    'a record that is one too many',
    editOf('departure:dave', (plan) => [plan, { ...plan, label: 'more', atMs: plan.atMs + 5 }]),
    'departure-interim-doubled',
  ],
] as const)
  test(`${fault} fails the crowd’s purpose as well as its own`, () => {
    assert.match(verdict(crowd(4, { edit })), new RegExp(`^fail: ${rule}: `))
  })

test('a count that is absent breaks nothing (LV-04)', () => {
  const edit = editOf('join:dave', ({ count: _, ...plan }) => [plan])
  assert.equal(verdict(crowd(4, { edit, pics: { 'Number-Of-Participants': 'unknown' } })), 'pass: all demands met')
})

test('a surplus record that is still waited for when the STOP comes is waited for by the demand too', () => {
  const edit = editOf('departure:bob', (plan) => [plan, { ...plan, label: 'more', atMs: plan.atMs + 2 }])
  const s = new Story({ edit }).begin(PURPOSE)
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.when().ofConference('arrival-interim-missing', 'alice', { what: 'everyone', arrivals: 1 }).leaves(bob, conf)
  assert.match(
    verdict(
      s
        .drain(conf, SETTLED_MS + 3000)
        .end()
        .judged(),
    ),
    /^fail: departure-interim-doubled: /,
  )
})
