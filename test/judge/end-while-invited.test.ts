// The last participant leaves while somebody is still invited: the server may close its accounting at once, whatever becomes of the invitation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editOf, gone, type Edit } from './edits'
import { SETTLED_MS } from './good-stories'
import { legal, unknown } from './legal-checks'
import { Story } from './story'
import { creatorOf, type Conf } from './story-calls'
import type { LegLine } from './sip-lines'
import type { StoryOptions } from './story-options'

/** LV-11 — INTERIM for the last leaver, STOP a second later. */
const lingers: Edit = editOf('stop:bob', (plan) => [
  { ...plan, label: 'last', type: 'interim', count: 0 },
  { ...plan, atMs: plan.atMs + 1000 },
])

type Then = (s: Story, conf: Conf, carol: LegLine) => void

/** Alice and Bob leave as it rings at Carol; the server charges the end at once, and then what becomes of the invitation. */
function ringsOn(o: StoryOptions, then: Then): Story {
  const s = new Story(o).begin('TP_SEQ_003').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  const carol = s.invites('carol', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(200)
  s.leaves(creatorOf(conf), conf).wait(50).leaves(bob, conf)
  then(s, conf, carol)
  return s.wait(9000).watchdog().wait(100).end()
}

const fates: Readonly<Record<string, Then>> = {
  'it rings on for good': () => undefined,
  'its CANCEL is never answered by a final response': (s, _conf, carol) => s.cancels(carol),
  'its CANCEL is answered at once': (s, _conf, carol) => s.cancels(carol).refuses(carol, 487),
  'its CANCEL is answered long after': (s, _conf, carol) => s.cancels(carol).wait(4000).refuses(carol, 487),
  'she refuses long after': (s, _conf, carol) => s.wait(4000).refuses(carol, 480),
  'her 200 crosses the CANCEL': (s, conf, carol) => {
    s.cancels(carol).wait(900).answers(carol, conf, { charge: false })
    s.expels(carol, conf, { charge: false })
  },
  'her 200 comes, and she is released': (s, conf, carol) => {
    s.wait(1200).answers(carol, conf, { charge: false })
    s.expels(carol, conf, { charge: false })
  },
}

const sayings: readonly (readonly [string, StoryOptions])[] = [
  ['STOP, as declared', {}],
  ['STOP, all unknown', { choices: { ...unknown, 'P-GRAN': 'unknown' } }],
  ['INTERIM and STOP, as declared', { choices: { 'P-LAST': 'interim-then-stop' }, edit: lingers }],
  ['INTERIM and STOP, all unknown', { choices: { ...unknown, 'P-GRAN': 'unknown' }, edit: lingers }],
]

for (const [fate, then] of Object.entries(fates))
  for (const [said, o] of sayings)
    test(`the end is charged while somebody is invited, and ${fate}: ${said}`, () => {
      legal(ringsOn(o, then))
    })

// LV-15 — a session a leg: the STOP of each is of the one who leaves, and none of the conference follows
for (const [when, inBetween] of [
  ['behind the last BYE', () => undefined],
  ['before the last BYE is answered', (s: Story, carol: LegLine) => s.cancels(carol)],
] as const)
  test(`sessions of legs, all unknown: she is cancelled ${when}, and nothing is missing`, () => {
    const s = new Story({ choices: { ...unknown, 'P-GRAN': 'unknown' } }).begin('TP_SEQ_003').when()
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf, { charge: false })
    const ofBob = { session: `${conf.session};bob`, callId: bob.callId, party: bob.user } as const
    s.acr(conf, { label: 'start:bob', type: 'start', method: 'INVITE', count: 2, ...ofBob })
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    const carol = s.invites('carol', conf)
    s.wait(200).leaves(creatorOf(conf), conf, { charge: false })
    s.acr(conf, { label: 'stop:alice', type: 'stop', method: 'BYE', cause: 0, callId: creatorOf(conf).callId })
    s.wait(50).leaves(bob, conf, { charge: false, during: () => inBetween(s, carol) })
    s.acr(conf, { label: 'stop:bob', type: 'stop', method: 'BYE', cause: 0, ...ofBob })
    if (when.startsWith('behind')) s.cancels(carol)
    s.refuses(carol, 480)
    legal(s.wait(12_000).watchdog().wait(100).end())
  })

test('her 200 crosses the CANCEL, and she is charged as coming and going before the STOP that lingers', () => {
  for (const choices of [{ 'P-LAST': 'interim-then-stop' }, unknown] as const)
    legal(
      ringsOn({ choices, edit: lingers }, (s, conf, carol) => {
        s.cancels(carol).wait(20).answers(carol, conf, { charge: false })
        s.acr(conf, { label: 'arrival:carol', type: 'interim', callId: carol.callId, method: 'INVITE', count: 1 })
        s.expels(carol, conf, { charge: false })
        s.acr(conf, { label: 'departure:carol', type: 'interim', callId: carol.callId, method: 'BYE', count: 0 })
      }),
    )
})

/** The rules that the story breaks. */
function rules(s: Story): readonly string[] {
  return s.judged().findings.map(({ rule }) => rule)
}

for (const fate of ['its CANCEL is answered at once', 'she refuses long after']) {
  test(`no end is charged at all, though ${fate}`, () => {
    const then = fates[fate]
    assert.ok(then)
    assert.deepEqual(rules(ringsOn({ edit: gone('stop:bob') }, then)), ['stop-missing'])
  })
}

test('P-LAST is told by none who left while somebody was still invited', () => {
  const s = new Story({ choices: unknown }).begin('TP_SEQ_003').when()
  const conf = s.creates('alice')
  const carol = s.invites('carol', conf)
  s.leaves(creatorOf(conf), conf, { charge: false })
  s.acr(conf, { label: 'departure:alice', type: 'interim', callId: creatorOf(conf).callId, method: 'BYE', count: 0 })
  s.wait(100).answers(carol, conf)
  s.wait(SETTLED_MS)
  s.drain(conf, 9000).end()
  const last = s.judged().choices.find(({ choice }) => choice === 'P-LAST')
  assert.deepEqual(
    last?.seen.map(({ value }) => value),
    ['stop'],
  )
})

test('a STOP while somebody is in and somebody else invited is explained by nothing', () => {
  const s = new Story().begin('TP_SEQ_003').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  const carol = s.invites('carol', conf)
  s.wait(200).leaves(creatorOf(conf), conf, { charge: false })
  s.acr(conf, { label: 'early', type: 'stop', callId: creatorOf(conf).callId, method: 'BYE' })
  s.wait(3000).refuses(carol, 480).leaves(bob, conf, { charge: false }).wait(9000).watchdog().wait(100).end()
  assert.notDeepEqual(rules(s), [])
})
