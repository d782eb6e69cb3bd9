// TP_DEP_021: the loss of an MSRP connection makes nothing due; what a good server may do then is not failed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { more, type Edit } from './edits'
import { tell } from './good-stories'
import type { StoryOptions } from './story-options'
import { Story } from './story'
import { aor } from './story-calls'
import { SETTLED_MS, three } from './stories/common-scenes'

function verdictOf(story: Story): string {
  const { verdicts } = story.judged()
  const verdict = verdicts.find((one) => one.testPurpose === 'TP_DEP_021')
  return `${verdict?.word}: ${verdict?.findings.map(({ rule }) => rule).join() || verdict?.reason}`
}

const told = (edit?: Edit, o: StoryOptions = {}): string => verdictOf(tell('TP_DEP_021', { ...o, ...(edit && { edit }) }))

/** Bob loses his connection, and then this happens. */
function loses(then: (s: Story, of: ReturnType<typeof three>) => void): string {
  const s = new Story().begin('TP_DEP_021')
  const of = three(s)
  s.wait(200)
    .when()
    .fact({ kind: 'command', participant: 'Bob', verb: 'loses', args: ['MSRP', aor('bob')] })
  s.owesNone('interim', 'mediaLoss', 'bob', 'interim-for-lost-media')
  s.wait(50)
  then(s, of)
  s.wait(SETTLED_MS).drain(of.conf)
  return verdictOf(s.end())
}

test('a server that sends Bob away when his connection is gone charges that BYE', () => {
  assert.match(
    loses((s, { bob, conf }) => s.expels(bob, conf)),
    /^pass: /,
  )
})

test('a user who leaves right behind the loss is charged as leaving', () => {
  assert.match(
    loses((s, { bob, conf }) => s.leaves(bob, conf)),
    /^pass: /,
  )
})

test('Carol leaves in the quiet: that is her departure, and nothing of Bob’s', () => {
  assert.match(
    loses((s, { carol, conf }) => s.leaves(carol, conf)),
    /^pass: /,
  )
})

test('an EVENT tells of no departure', () => {
  const event = more('arrival:carol', 215, { type: 'event', session: 'im1.im.example;1;more', party: aor('bob') })
  assert.doesNotMatch(told(event), /interim-for-lost-media/)
})

test('who is in no conference can lose no connection of one', () => {
  assert.match(
    loses((s) => s.fact({ kind: 'command', participant: 'Eve', verb: 'loses', args: ['MSRP', aor('eve')] })),
    /^pass: /,
  )
})
