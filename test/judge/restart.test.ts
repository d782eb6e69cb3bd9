// TP_ERR_022: what a restart shows, and what it leaves open.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stateOf } from './failure-stories'
import { changed, gone } from './edits'
import { tell } from './good-stories'
import type { StoryOptions } from './story-options'

const AGAIN = 'again:stop:alice'

function told(o: StoryOptions): string {
  const { verdicts, findings } = tell('TP_ERR_022', o).judged()
  const verdict = verdicts.find((one) => one.testPurpose === 'TP_ERR_022')
  assert.deepEqual(findings, [], 'no finding of anybody')
  return `${verdict?.word}: ${verdict?.reason}`
}

test('a server that says nothing of a buffer on disk may lose what it had', () => {
  const pics = { 'non-volatile-buffer': 'unknown' } as const
  assert.match(told({ pics, edit: gone(AGAIN) }), /^inconclusive: it did not come again, and the profile does not say/)
})

test('a server need not send Origin-State-Id', () => {
  assert.equal(
    told({ edit: changed(AGAIN, { avps: [] }) }),
    'pass: all demands met; no Origin-State-Id is sent, which it need not be',
  )
})

test('a server that began anew may have lost the End-to-End Identifier', () => {
  assert.match(told({ edit: changed(AGAIN, { newEndToEnd: true, avps: [stateOf(2)] }) }), /^pass: /)
})

test('what was answered before the restart need not come again', () => {
  const edit = (plan: Parameters<ReturnType<typeof gone>>[0]) =>
    plan.label === AGAIN ? [] : [plan.label === 'stop:alice' ? { ...plan, answer: 2001 } : plan]
  assert.match(told({ edit }), /^inconclusive: STOP, record 3 was answered before the server restarted/)
})
