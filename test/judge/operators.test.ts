// TP_CNT_017: what SIP tells of the operators is compared, and only that.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AvpInput } from '@ch1/diameter'
import { changed } from './edits'
import { tell } from './good-stories'
import type { StoryOptions } from './story-options'

function told(operators: readonly AvpInput[], o: StoryOptions = {}): string {
  const { verdicts } = tell('TP_CNT_017', { ...o, edit: changed('join:bob', { operators }) }).judged()
  const verdict = verdicts.find((one) => one.testPurpose === 'TP_CNT_017')
  return `${verdict?.word}: ${verdict?.warnings[0]?.actual ?? verdict?.reason}`
}

const from = (name: string): AvpInput => ['Originating-IOI', name]
const to = (name: string): AvpInput => ['Terminating-IOI', name]

test('a network that SIP does not tell is the server’s to know', () => {
  assert.equal(told([from('home.example'), to('im.example')]), 'pass: all demands met')
})

test('where nothing can be compared nothing is decided', () => {
  assert.match(told([to('im.example')]), /^inconclusive: INTERIM, record 2 and P-Charging-Vector name no operator/)
  assert.match(told([]), /^inconclusive: /)
})

test('one right name does not make another right', () => {
  assert.equal(
    told([from('home.example'), from('elsewhere.example')]),
    'pass: home.example, elsewhere.example in INTERIM, record 2',
  )
})
