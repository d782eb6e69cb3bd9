// What a server may do with a pager-mode MESSAGE, and must not be failed for; and what it did that a profile denies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Judgment } from '../../judge/verdict'
import { gone, more } from './edits'
import { aor } from './story-calls'
import { Story } from './story'
import type { StoryOptions } from './story-options'
import { SETTLED_MS, three } from './stories/common-scenes'

/** Alice, who is in a conference, sends Dave a message; what else happens, and what is demanded, is the caller's. */
function told(o: StoryOptions, tell: (s: Story) => void): Judgment {
  const s = new Story(o).begin('TP_EVT_001')
  const { conf } = three(s)
  s.wait(100).when()
  tell(s)
  s.wait(SETTLED_MS).drain(conf).end()
  return s.judged()
}

const rules = ({ findings }: Judgment): readonly string[] => findings.map(({ rule }) => rule)
const seen = ({ choices }: Judgment, name: string): readonly string[] =>
  choices.filter(({ choice }) => choice === name).flatMap(({ seen }) => seen.map(({ value }) => value))
const UNKNOWN = { 'P-EVT-MSG': 'unknown', 'P-EVT-MSG-FAIL': 'unknown' } as const
const NOT_SENT = { 'P-EVT-MSG': 'not-sent', 'P-EVT-MSG-FAIL': 'not-sent' } as const
const once = (s: Story): unknown => s.messages('alice', aor('dave'), { dave: 200 })
const failing = (s: Story): unknown => s.messages('alice', aor('dave'), { dave: 486 })

test('a MESSAGE that comes once more behind its answer is the same MESSAGE', () => {
  assert.deepEqual(rules(told({}, (s) => s.messages('alice', aor('dave'), { dave: 200 }, { resent: true }))), [])
})

test('two MESSAGEs are two, each with its EVENT', () => {
  const both = (s: Story): unknown =>
    s.messages('alice', aor('dave'), { dave: 200 }).messages('alice', aor('dave'), { dave: 200 })
  assert.deepEqual(rules(told({}, both)), [])
  assert.deepEqual(rules(told({ edit: gone('event:alice') }, both)), ['message-event-missing', 'message-event-missing'])
})

for (const [what, tell, choice] of [
  ['is accepted', once, 'P-EVT-MSG'],
  ['fails', failing, 'P-EVT-MSG-FAIL'],
] as const) {
  test(`${choice} unknown: an EVENT for a MESSAGE that ${what} is as good as none, and what was seen is told`, () => {
    const sent = told({ choices: UNKNOWN }, tell)
    assert.deepEqual(rules(sent), [])
    assert.deepEqual(seen(sent, choice), ['sent'])
    const none = told({ choices: UNKNOWN, edit: gone('event:alice') }, tell)
    assert.deepEqual(rules(none), [])
    assert.deepEqual(seen(none, choice), ['not-sent'])
  })

  test(`${choice} not-sent: an EVENT for a MESSAGE that ${what} contradicts the declaration, none is right`, () => {
    const sent = told({ choices: NOT_SENT }, tell)
    assert.deepEqual(rules(sent), ['declared-otherwise'])
    assert.equal(sent.findings[0]?.expected, `${choice} not-sent, as the profile declares`)
    assert.deepEqual(rules(told({ choices: NOT_SENT, edit: gone('event:alice') }, tell)), [])
  })
}

test('unknown: now this way, now that way is told as a warning', () => {
  const judgment = told({ choices: UNKNOWN }, (s) => {
    s.messages('alice', aor('dave'), { dave: 200 })
      .wait(SETTLED_MS)
      .messages('alice', aor('dave'), { dave: 200 }, { charge: false })
  })
  assert.deepEqual(
    judgment.findings.map(({ rule, level }) => [rule, level]),
    [['choice-inconsistent', 'SHOULD']],
  )
})

test('what the server turns away at its door need not be charged, and may', () => {
  const door = (s: Story): unknown => s.messages('alice', aor('dave'), {}, { status: 405 })
  for (const edit of [undefined, gone('event:alice')]) assert.deepEqual(rules(told(edit ? { edit } : {}, door)), [])
})

test('a server that reports for the recipient too has a second EVENT: RECEIVING, of the same call', () => {
  const receiving = more('event:alice', 20, { session: 'im1.im.example;1;other', serviceType: 101 })
  assert.deepEqual(rules(told({ edit: receiving }, once)), [])
  const again = more('event:alice', 20, { session: 'im1.im.example;1;other' })
  assert.deepEqual(rules(told({ edit: again }, once)), ['message-event-doubled'])
})

test('an EVENT that names neither method nor call is taken for the one that is due', () => {
  const plain = {
    without: ['Event-Timestamp'],
    serviceInformation: ['Service-Information', [['IMS-Information', [['Node-Functionality', 6]]]]],
  } as const
  const edit: StoryOptions['edit'] = (plan) => [plan.label === 'event:alice' ? { ...plan, ...plain } : plan]
  assert.deepEqual(rules(told({ edit }, once)), [])
})

test('a message to a conference is due when the last copy is answered, and its EVENT may come before', () => {
  const early: StoryOptions['edit'] = (plan) => [plan.label === 'event:alice' ? { ...plan, atMs: plan.atMs - 15 } : plan]
  const spread = (s: Story): unknown => s.messages('alice', 'sip:conf-1@im.example', { bob: 200, carol: 200 })
  assert.deepEqual(rules(told({ edit: early }, spread)), [])
})
