// What holds of verdicts in general: nothing passes by silence, nothing improves, live and replay say the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HistoryEvent } from '../../judge/history/events'
import { Judge } from '../../judge/judge'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { worse, type Judgment, type Verdict, type VerdictWord } from '../../judge/verdict'
import { mergeVerdicts } from '../../judge/verdicts'
import { SETTLED_MS, tell } from './good-stories'
import { editOf, gone } from './edits'
import { unknown } from './legal-checks'
import { judged, Story } from './story'

const words: readonly VerdictWord[] = ['not-applicable', 'pass', 'inconclusive', 'fail', 'error']
const word = fc.constantFrom(...words)
const ids = testPurposes.map((one) => one.id)
const anyVerdicts = fc.array(
  fc
    .record({ testPurpose: fc.constantFrom(...ids), word })
    .map((one): Verdict => ({ ...one, reason: one.word, findings: [], warnings: [], demands: { decided: 1, total: 1 } })),
  { maxLength: 6 },
)

function wordOf(judgment: Judgment, id: string): string | undefined {
  return judgment.verdicts.find((one) => one.testPurpose === id)?.word
}

test('a peer that never opens makes every purpose inconclusive, none fail', () => {
  const judgment = tell('TP_ARR_001', { peer: false, edit: () => [] }).judged()
  assert.deepEqual([...new Set(judgment.verdicts.map((one) => one.word))], ['inconclusive'])
})

test('a run-wide purpose on something that no record has is inconclusive, and says what', () => {
  const bare = { without: ['Acct-Application-Id', 'Service-Context-Id', 'Service-Information'] }
  const { verdicts } = tell('TP_ERR_008', { edit: (plan) => [{ ...plan, ...bare }] }).judged()
  const silent = verdicts.filter((one) => /^none was seen: an? /.test(one.reason)).map((one) => `${one.testPurpose} ${one.word}`)
  assert.deepEqual(
    silent,
    ['003', '004', '005', '006', '007', '016'].map((id) => `TP_CNT_${id} inconclusive`),
  )
})

test('a machine that stood still inside the window decides nothing', () => {
  const s = new Story({ edit: gone('arrival:bob') }).begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.when().brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(900).lag(400).wait(SETTLED_MS).drain(conf).end()
  const verdict = s.judged().verdicts.find((one) => one.testPurpose === 'TP_ARR_001')
  assert.equal(verdict?.word, 'inconclusive')
  assert.match(verdict.reason, /stood still/)
})

test('a small lag excuses nothing', () => {
  const s = new Story({ edit: gone('arrival:bob') }).begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.when().brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(900).lag(200).wait(SETTLED_MS).drain(conf).end()
  assert.equal(wordOf(s.judged(), 'TP_ARR_001'), 'fail')
})

test('a negative after which nothing owed was seen is inconclusive', () => {
  const edit = (plan: { label: string }): readonly never[] | undefined => (plan.label === 'arrival:carol' ? undefined : [])
  const s = new Story({ edit: (plan) => edit(plan) ?? [plan] }).begin('TP_NEG_001')
  const conf = s.creates('alice')
  s.brings('carol', conf)
  const bob = s.invites('bob', conf)
  s.wait(200).when().refuses(bob).owesNone('interim', 'attempt', 'bob', 'interim-for-refusal').wait(SETTLED_MS).end()
  assert.equal(wordOf(s.judged(), 'TP_NEG_001'), 'inconclusive')
})

test('a server that charges nothing at all passes no negative purpose', () => {
  for (const id of ['TP_NEG_001', 'TP_NEG_005', 'TP_NEG_009', 'TP_NEG_010', 'TP_ARR_003', 'TP_DEP_002'] as const) {
    assert.notEqual(wordOf(tell(id, { edit: () => [] }).judged(), id), 'pass', id)
  }
})

test('a server that charges nothing at all passes nothing at all, whatever the profile knows of it', () => {
  const unclaimed = { 'arrival-trigger': 'unknown', 'departure-trigger': 'unknown' } as const
  for (const o of [{}, { choices: { ...unknown, 'P-GRAN': 'unknown' } as const, pics: unclaimed }])
    for (const { id } of testPurposes) assert.notEqual(wordOf(tell(id, { ...o, edit: () => [] }).judged(), id), 'pass', id)
})

test('after a STOP a quiet window is bracketed only by a watchdog that the server answers', () => {
  for (const watchdog of [false, true]) {
    const s = new Story().begin('TP_NEG_010')
    const conf = s.creates('alice')
    const [alice] = conf.legs
    assert.ok(alice)
    s.wait(200).leaves(alice, conf).wait(200).when().resends('BYE', alice)
    s.owesNone('interim', 'resend', 'alice', 'interim-for-resent-request').wait(SETTLED_MS)
    if (watchdog) s.watchdog()
    assert.equal(wordOf(s.end().judged(), 'TP_NEG_010'), watchdog ? 'pass' : 'inconclusive')
  }
})

test('a record that lost its explanation is no owed record: nothing passes by it', () => {
  const s = new Story().begin('TP_ARR_001').when()
  const { callId } = s.turnsAway('dave')
  const conf = { focus: '', session: 'im1.im.example;1;50', legs: [], in: new Set<string>() }
  s.acr(conf, { label: 'early', type: 'start', callId, atMs: s.nowMs - 150, method: 'INVITE' })
  s.wait(SETTLED_MS).watchdog().end()
  const verdict = s.judged().verdicts.find((one) => one.testPurpose === 'TP_SEQ_014')
  assert.equal(`${verdict?.word}: ${verdict?.reason}`, 'inconclusive: no owed record was seen')
})

test('a scenario that demands nothing is an error', () => {
  const s = new Story().begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.brings('bob', conf)
  s.wait(100).drain(conf).end()
  assert.equal(wordOf(s.judged(), 'TP_ARR_001'), 'error')
})

test('a scenario that never ended is inconclusive', () => {
  const events = tell('TP_ARR_001').events()
  const cut = events.filter((event) => !(event.kind === 'scenario' && event.edge === 'end'))
  assert.equal(wordOf(judged(cut), 'TP_ARR_001'), 'inconclusive')
})

test('a cause that never shows on the wire is inconclusive', () => {
  const s = new Story().begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.when().owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing').wait(5100).drain(conf).end()
  const verdict = s.judged().verdicts.find((one) => one.testPurpose === 'TP_ARR_001')
  assert.equal(verdict?.word, 'inconclusive')
  assert.match(verdict.reason, /did not show/)
})

for (const [why, expected] of [
  [undefined, 'error: its scenarios demanded nothing'],
  ['a precondition that was not reached', 'inconclusive: Bob was not in'],
] as const) {
  test(`a scenario that demanded nothing, with ${why ?? 'no reason told'}`, () => {
    const s = new Story().begin('TP_ARR_001').when()
    const conf = s.creates('alice')
    s.brings('carol', conf)
    if (why !== undefined)
      s.fact({ kind: 'trouble', verdict: 'inconclusive', name: 'Inconclusive', message: 'INCONCLUSIVE: Bob was not in' })
    const verdict = s
      .wait(SETTLED_MS)
      .drain(conf)
      .end()
      .judged()
      .verdicts.find((one) => one.testPurpose === 'TP_ARR_001')
    assert.equal(`${verdict?.word}: ${verdict?.reason}`, expected)
  })
}

test('our own trouble in a scenario is an error of its purpose', () => {
  const s = new Story().begin('TP_ARR_001')
  const conf = s.creates('alice')
  s.when().brings('bob', conf)
  s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
  s.fact({ kind: 'trouble', verdict: 'error', name: 'Broken', message: 'our side' }).wait(SETTLED_MS).drain(conf).end()
  assert.equal(wordOf(s.judged(), 'TP_ARR_001'), 'error')
})

test('a second record that comes late turns a met demand into a broken one', () => {
  const good = tell('TP_DEP_002').judged()
  assert.equal(good.demands[0]?.decision.state, 'met')
  const edit = editOf('departure:bob', (plan) => [plan, { ...plan, label: 'late', atMs: plan.atMs + 1800 }])
  const late = tell('TP_DEP_002', { edit }).judged()
  assert.equal(late.demands[0]?.decision.state, 'broken')
  assert.equal(wordOf(late, 'TP_DEP_002'), 'fail')
})

test('worse is a semilattice: idempotent, commutative, associative, and never improves', () => {
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      assert.equal(worse(a, a), a)
      assert.equal(worse(a, b), worse(b, a))
      assert.equal(worse(worse(a, b), c), worse(a, worse(b, c)))
      assert.ok(words.indexOf(worse(a, b)) >= words.indexOf(a))
    }),
  )
})

test('merging one more history improves no verdict and drops none', () => {
  fc.assert(
    fc.property(fc.array(anyVerdicts, { maxLength: 4 }), anyVerdicts, (parts, more) => {
      const after = new Map(mergeVerdicts([...parts, more]).map((one) => [one.testPurpose, one]))
      for (const before of mergeVerdicts(parts)) {
        const merged = after.get(before.testPurpose)
        assert.ok(merged)
        assert.equal(worse(before.word, merged.word), merged.word)
        assert.ok(merged.demands.total >= before.demands.total)
      }
    }),
  )
})

test('a verdict that was fail once stays fail as the history goes on, whatever record is taken away, doubled or moved', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ids),
      fc.nat(5),
      fc.constantFrom('gone', 'doubled', 'late'),
      fc.integer({ min: 1, max: 2500 }),
      (id, at, what, ms) => {
        let seen = 0
        const s = tell(id, {
          edit: (plan) => {
            if (seen++ !== at) return [plan]
            const moved = { ...plan, atMs: plan.atMs + ms }
            return { gone: [], doubled: [plan, { ...moved, label: 'more' }], late: [moved] }[what] ?? []
          },
        })
        const judge = new Judge()
        let failed = false
        for (const event of s.events()) {
          judge.step(event)
          if (event.kind !== 'tick') continue
          const word = wordOf(judge.judgment(), id)
          assert.ok(!failed || word === 'fail', `${id}: ${word} after fail at event ${event.n}`)
          failed = word === 'fail'
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('live and replay: the same events give the same judgment, byte for byte, however often it is asked for', () => {
  for (const id of ids) {
    const events: readonly HistoryEvent[] = tell(id, { edit: (plan) => (plan.label.endsWith('carol') ? [] : [plan]) }).events()
    const live = new Judge()
    for (const event of events) {
      live.step(event)
      live.judgment()
      live.dueAtUs()
    }
    const stored = JSON.parse(JSON.stringify(events)) as readonly HistoryEvent[]
    assert.equal(JSON.stringify(judged(stored)), JSON.stringify(live.judgment()), id)
  }
})

test('a history that does not begin with "opened" is refused', () => {
  assert.throws(() => new Judge().step({ n: 0, atUs: 0, kind: 'tick', lagUs: 0 }), /begins with "opened"/)
})
