// Records that come when their time is over, on a machine that stood still: each is still the one that it says it is, and nobody else's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, editOf, moved, type Edit } from './edits'
import { SETTLED_MS } from './good-stories'
import { legal } from './legal-checks'
import { Story } from './story'
import { creatorOf } from './story-calls'
import type { StoryOptions } from './story-options'

/** Every edit, one after the other. */
function allOf(...edits: readonly Edit[]): Edit {
  return (plan) => edits.reduce<ReturnType<Edit>>((plans, edit) => plans.flatMap(edit), [plan])
}

/** What explains each of the records, as far as anything does. */
function explained(s: Story): readonly string[] {
  return s.judged().explanations.map(({ text }) => text.replace(/, \d+\.\d ms (before|after) it$/, ''))
}

/** Alice leaves, then Bob, while this machine stands still; Carol stays. */
function leaving(o: StoryOptions): Story {
  const s = new Story(o).begin('TP_DEP_019')
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  s.wait(200).leaves(creatorOf(conf), conf).wait(50).lag(400).wait(250)
  s.when().leaves(bob, conf)
  s.content('departure-party', 'departure', 'bob', { path: 'Service-Information', op: 'party' })
  return s
    .wait(2 * SETTLED_MS)
    .drain(conf, 9000)
    .end()
}

for (const choices of [{}, { 'P-LAST': 'unknown' }] as const) {
  const told = 'P-LAST' in choices ? 'unknown' : 'stop'
  test(`the late record of the creator's departure leaves that of the next to leave its own, P-LAST ${told}`, () => {
    const s = leaving({ choices, edit: allOf(moved('departure:alice', 2100), moved('departure:bob', 1850)) })
    legal(s)
    const departures = explained(s).filter((text) => /by the BYE of/.test(text))
    assert.equal(departures.filter((text) => /record 3, .*alice/.test(text)).length, 1, departures.join('\n'))
    assert.equal(departures.filter((text) => /record 4, .*bob/.test(text)).length, 1, departures.join('\n'))
  })
}

test('a record that names the first leg whatever it is of goes to who waits for one', () => {
  // ch1-facts C9 — a server that names the first leg everywhere, nobody by its parties, and counts nobody: LV-04
  const first: Edit = ({ party: _, count: __, ...plan }) => [{ ...plan, callId: 'call-1' }]
  legal(leaving({ edit: allOf(first, moved('departure:alice', 2100), moved('departure:bob', 1850)) }))
})

/** Bob comes, this machine stands still, and he leaves. */
function comesAndGoes(o: StoryOptions, comes: 'brings' | 'joins'): Story {
  const s = new Story(o).begin('TP_DEP_007')
  const conf = s.creates('alice')
  s.brings('carol', conf)
  const bob = s[comes]('bob', conf)
  s.wait(50).lag(400).wait(250)
  s.when().leaves(bob, conf)
  const path = 'Service-Information/IMS-Information/Event-Type/SIP-Method'
  s.content('departure-method', 'departure', 'bob', { path, op: 'equals', value: 'BYE' })
  return s
    .wait(2 * SETTLED_MS)
    .drain(conf, 9000)
    .end()
}

test('the late record of an arrival is not taken for that of the departure which followed', () => {
  legal(comesAndGoes({ edit: allOf(moved('arrival:bob', 2100), moved('departure:bob', 1850)) }, 'brings'))
})

test('a join charged late at its ACK is not taken for the departure which followed', () => {
  const ack = changed('join:bob', { method: 'ACK' })
  const edit = allOf(ack, moved('join:bob', 2100), moved('departure:bob', 1850))
  legal(comesAndGoes({ choices: { 'P-ARR-POINT': 'ack' }, edit }, 'joins'))
})

test('who is charged twice for leaving is, however late another record was', () => {
  const twice = editOf('departure:bob', (plan) => [plan, { ...plan, label: 'more', atMs: plan.atMs + 40 }])
  const { findings } = leaving({ edit: allOf(moved('departure:alice', 2100), moved('departure:bob', 1850), twice) }).judged()
  assert.deepEqual(
    findings.map((one) => one.rule),
    ['departure-interim-doubled'],
  )
})
