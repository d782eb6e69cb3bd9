// Interims by time (P-PERIODIC: asked): where one may stand, whom it hides, and when one that did not come decides nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Judge } from '../../judge/judge'
import { profileOf, type Profile } from '../../judge/profile/schema'
import { notApplicable, testPurpose } from '../../judge/requirements/test-purposes'
import { gone, type Edit } from './edits'
import { SETTLED_MS, tell } from './good-stories'
import type { RecordPlan } from './record-plan'
import { TIME_STAMPS } from './stories/intervals'
import { Story } from './story'
import { creatorOf, type Conf } from './story-calls'
import { referenceValues } from './story-options'

type Choice = Profile['choices']['P-PERIODIC']

const rulesOf = (s: Story): readonly string[] => s.judged().findings.map(({ rule }) => rule)
const wordOf = (s: Story, id: string): string | undefined => s.judged().verdicts.find(({ testPurpose: of }) => of === id)?.word

/** Alice with Bob; an INTERIM without a mark of SIP 800 ms later, which a Response asked for, or none did. */
function one(choice: Choice, asksS: number | undefined): Story {
  const s = new Story({ choices: { 'P-PERIODIC': choice } }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  if (asksS !== undefined) s.meets('start:alice', { asksS })
  s.brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
  s.wait(800).acr(conf, { label: 'by time', type: 'interim', callId: 'call-1', count: 2 })
  return s.wait(SETTLED_MS).drain(conf, 6000).end()
}

for (const [choice, asksS, rules] of [
  ['asked', 1, []],
  ['asked', undefined, ['record-unexplained']],
  ['asked', 0, ['record-unexplained']],
  ['not-sent', undefined, ['record-unexplained']],
  ['sent', undefined, []],
  ['sent', 1, []],
  ['unknown', undefined, []],
  ['unknown', 1, []],
] as const)
  test(`P-PERIODIC ${choice}, Acct-Interim-Interval ${asksS ?? 'absent'}: an interim by time is ${rules.length === 0 ? 'let be' : 'unexplained'}`, () => {
    assert.deepEqual(rulesOf(one(choice, asksS)), rules)
  })

test('what was asked for shows no choice, and what comes unasked does', () => {
  const seen = (s: Story): readonly unknown[] => s.judged().choices.filter(({ choice }) => choice === 'P-PERIODIC')
  assert.equal(seen(one('unknown', 1)).length, 0)
  assert.equal(seen(one('unknown', undefined)).length, 1)
})

const noneByTime: Edit = (plan) => (plan.label.startsWith('time:') ? [] : [plan])

test('where P-PERIODIC is left open, none that came is inconclusive, and so it is where our machine stood still', () => {
  const open = tell('TP_LIF_006', { choices: { 'P-PERIODIC': 'unknown' }, edit: noneByTime })
  assert.deepEqual([wordOf(open, 'TP_LIF_006'), rulesOf(open)], ['inconclusive', []])
  const slow = tell('TP_LIF_006', { lags: [{ atMs: 2500, ms: 900 }], edit: noneByTime })
  assert.deepEqual([wordOf(slow, 'TP_LIF_006'), rulesOf(slow)], ['inconclusive', []])
})

test('nor does it decide anything where the record before waits for our Response, or nobody asked', () => {
  const waits: Edit = (plan) => (plan.label === 'time:1' ? [{ ...plan, answer: 'none' }] : noneByTime(plan))
  assert.equal(wordOf(tell('TP_LIF_006', { edit: waits }), 'TP_LIF_006'), 'inconclusive')
  const unasked = tell('TP_LIF_006', { edit: (plan) => noneByTime(plan).map(({ asksS: _, ...rest }) => rest) })
  assert.deepEqual([wordOf(unasked, 'TP_LIF_006'), rulesOf(unasked)], ['inconclusive', []])
})

test('one that was asked for hides no departure that was not charged, where the profile claims SIP-Method', () => {
  const nameless: Edit = ({ callId, ...plan }) =>
    plan.label.startsWith('time:') || callId === undefined ? [plan] : [{ ...plan, callId }]
  for (const edit of [gone('departure:bob'), (plan: RecordPlan) => gone('departure:bob')(plan).flatMap(nameless)])
    assert.deepEqual(rulesOf(tell('TP_CNT_014', { edit })), ['departure-interim-missing'])
})

test('the five purposes are not asked of a server that declares not-sent', () => {
  const values = referenceValues({ choices: { 'P-PERIODIC': 'not-sent' } })
  for (const id of ['TP_LIF_006', 'TP_LIF_007', 'TP_LIF_008', 'TP_SEQ_008', 'TP_CNT_014']) {
    const purpose = testPurpose(id)
    assert.ok(purpose)
    assert.equal(notApplicable(purpose, profileOf(values), new Set()), 'the profile declares P-PERIODIC: not-sent')
    assert.equal(notApplicable(purpose, profileOf(referenceValues()), new Set()), undefined)
  }
})

test('a Response that refuses the record makes no interim by time due, and one that comes is let be', () => {
  const refused: Edit = (plan) => (plan.asksS === undefined ? [plan] : [{ ...plan, answer: 5012 }])
  const none = tell('TP_LIF_007', { edit: (plan) => noneByTime(plan).flatMap(refused) })
  assert.equal(wordOf(none, 'TP_LIF_007'), 'inconclusive')
  assert.deepEqual(rulesOf(tell('TP_LIF_007', { edit: refused })), [])
})

test('an interim by time holds nobody up when its conference is over', () => {
  const events = one('sent', undefined).events()
  const judge = new Judge()
  const acrs = events.filter((event) => event.kind === 'ch1' && event.dir === 'fromSut')
  const stopUs = acrs.filter(({ atUs }) => atUs < 7_000_000).at(-1)?.atUs ?? 0
  for (const event of events) if (event.atUs < stopUs + 100_000) judge.step(event)
  assert.equal(judge.dueAtUs(), undefined)
})

/** Alice with Bob, and a demand for an interim by time; then this. */
function awaited(then: (s: Story, conf: Conf) => void, rules: readonly string[] = []): string | undefined {
  const s = new Story().begin('TP_LIF_006').when()
  const conf = s.creates('alice')
  s.meets('start:alice', { asksS: 1 })
  s.brings('bob', conf)
  s.meets('arrival:bob', { asksS: 1 })
  s.byTime('interim-by-time-missing', { interims: 1 })
  then(s, conf)
  const { findings, demands } = s.end().judged()
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    rules,
  )
  const last = demands.at(-1)
  return last?.decision.state === 'undecidable' ? last.decision.missing : last?.decision.state
}

test('an interim by time that an outage, or the end of the conference, came before decides nothing', () => {
  const cut = awaited((s, conf) => {
    s.wait(500).peer('closed', 1).wait(10).peer('open', 2).via = { conn: 2 }
    s.wait(5000).drain(conf).watchdog(2)
  })
  assert.equal(cut, 'the CH-1 peer was not open all the time')
  const ended = awaited((s, conf) => s.wait(300).drain(conf, 6000))
  assert.equal(ended, 'STOP, record 3, came before an interim by time was due')
})

test('Time-Stamps in what says that it is of a SIP message are no fault of an interim by time', () => {
  const stamped = (isOfReinvite: boolean) => (s: Story, conf: Conf) => {
    s.byTime('time-stamps-by-time', { interims: 1, and: 'bare' }).wait(900)
    s.acr(conf, { label: 'INVITE', type: 'interim', callId: 'call-1', count: 2, ims: TIME_STAMPS, method: 'INVITE', asksS: 1 })
    if (isOfReinvite) s.reinvites(creatorOf(conf))
    s.wait(5000).drain(conf)
  }
  assert.equal(awaited(stamped(true)), 'the interims by time that it speaks of did not come')
  const perhaps = 'INTERIM, record 2, has Time-Stamps, and is perhaps of a SIP message'
  assert.equal(awaited(stamped(false), ['record-unexplained']), perhaps)
})
