// LV-04, LV-08: an interim by time is a record like others: while we owe it an answer, an arrival's waits behind it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SETTLED_MS } from './good-stories'
import { editOf } from './edits'
import type { RecordPlan } from './record-plan'
import { Story } from './story'

/** An interim by time, answered so late or never; 50 ms behind it Bob arrives, and his record comes `sentAfterMs` later, or never. */
function story(answer: Partial<RecordPlan>, sentAfterMs: number | undefined): Story {
  const edit = editOf('arrival:bob', (plan) => (sentAfterMs === undefined ? [] : [{ ...plan, atMs: plan.atMs + sentAfterMs }]))
  const s = new Story({ choices: { 'P-PERIODIC': 'sent' }, edit }).begin('TP_ARR_001').when()
  const conf = s.creates('alice')
  s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(200)
  s.acr(conf, { label: 'by time', type: 'interim', count: 2, ...answer })
  s.wait(50).brings('bob', conf)
  return s
    .wait(5000 + SETTLED_MS)
    .drain(conf, 9000)
    .end()
}

/** What fails; that a server sends on while we owe it an answer warns, and is not asked here. */
const rulesOf = (s: Story): readonly string[] =>
  s.judged().findings.flatMap(({ rule, level }) => (level === 'MUST' ? [rule] : []))

test('a record that waited for our answer to an interim by time is not late', () => {
  assert.deepEqual(rulesOf(story({ answerAfterMs: 1500 }, 2600)), [])
})

test('a record that is missing behind an interim by time is missing all the same', () => {
  assert.deepEqual(rulesOf(story({ answerAfterMs: 1500 }, undefined)), ['arrival-interim-missing'])
})

test('a record that is missing behind an interim by time that we never answered decides nothing', () => {
  assert.deepEqual(rulesOf(story({ answer: 'none' }, undefined)), [])
})
