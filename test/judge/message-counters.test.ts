// TP_CNT_012: counters of messages do not fall in a session, and what a good server may do with them fails and warns nobody.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AvpInput } from '@ch1/diameter'
import { changed, type Edit } from './edits'
import { tell } from './good-stories'
import type { StoryOptions } from './story-options'

function told(edit: Edit = (plan) => [plan], o: StoryOptions = {}): string {
  const { verdicts } = tell('TP_CNT_012', { ...o, edit }).judged()
  const verdict = verdicts.find((one) => one.testPurpose === 'TP_CNT_012')
  return `${verdict?.word}: ${verdict?.warnings.map(({ expected, actual }) => `${actual}; expected ${expected}`).join() || verdict?.reason}`
}

const noCounters: Edit = ({ copies: _, ...plan }) => [plan]

test('a counter may stay as it was', () => {
  assert.equal(told(changed('departure:carol', { copies: { total: 3, successful: 2 } })), 'pass: all demands met')
})

test('the EVENT of a MESSAGE counts that MESSAGE alone, also under the Session-Id of the conference', () => {
  const asOne: Edit = (plan) => [plan.type === 'event' ? { ...plan, copies: { total: 90, successful: 90 } } : plan]
  assert.equal(told(asOne), 'pass: all demands met')
  const inSession: Edit = (plan) => asOne({ ...plan, session: 'im1.im.example;1;1' })
  assert.doesNotMatch(told(inSession), /Messages/)
})

test('a counter that fell is told with what it was', () => {
  const expected = 'Total-Number-Of-Messages-Exploded 3 or more, as before in its session'
  assert.equal(
    told(changed('departure:carol', { copies: { total: 1, successful: 2 } })),
    `pass: 1 in INTERIM, record 5; expected ${expected}`,
  )
})

test('a member that no dictionary knows may be an extension', () => {
  const unknown: AvpInput = { code: 2119, vendorId: 10_415, flags: 0xc0, data: Uint8Array.of(0, 0, 0, 1) }
  assert.equal(told(changed('departure:bob', { im: [unknown] })), 'pass: all demands met')
})

test('where no record counts messages nothing is decided, and who claims to count is warned', () => {
  assert.match(told(noCounters, { pics: { 'IM-Information': 'unknown' } }), /^inconclusive: IM-Information is not in INTERIM/)
  assert.match(
    told(noCounters),
    /^inconclusive: no IM-Information in INTERIM, record 5; expected IM-Information, which the profile claims/,
  )
})

test('one record that counts is compared with nothing, and proves nothing', () => {
  const onlyCarol: Edit = (plan) => (plan.label === 'departure:carol' ? [plan] : noCounters(plan))
  assert.match(told(onlyCarol), /^inconclusive: no record of the session before INTERIM, record 5 counts what it counts/)
})
