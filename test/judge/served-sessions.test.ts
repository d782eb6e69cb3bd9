// TP_SEQ_004 in the participating role: two conferences at once, and a record of one under a Session-Id that is not its own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed } from './edits'
import { SETTLED_MS } from './good-stories'
import { legal } from './legal-checks'
import { Story } from './story'
import type { StoryOptions } from './story-options'

function twoConferences(o: StoryOptions): Story {
  const s = new Story(o).begin('TP_SEQ_004')
  const first = s.creates('alice')
  const carol = s.brings('carol', first)
  const second = s.creates('bob')
  const dave = s.brings('dave', second)
  s.wait(100).when().leaves(carol, first).wait(50).leaves(dave, second)
  for (const name of ['alice', 'bob']) s.ofConference('session-id-constant', name, { what: 'ownSession' })
  return s.wait(SETTLED_MS).drain(first).drain(second).end()
}

const verdictOf = (s: Story): string | undefined =>
  s.judged().verdicts.find(({ testPurpose }) => testPurpose === 'TP_SEQ_004')?.word

for (const served of ['user', 'conference'] as const) {
  test(`accounting by ${served}: sessions that keep their Session-Ids pass`, () => {
    const s = twoConferences({ served })
    legal(s)
    assert.equal(verdictOf(s), 'pass')
  })

  for (const [whose, session] of [
    ['a Session-Id of nobody', 'im1.im.example;1;78'],
    ['the Session-Id of the other conference', served === 'user' ? 'im1.im.example;1;1;call-1' : 'im1.im.example;1;1'],
  ] as const)
    test(`accounting by ${served}: a departure under ${whose} fails`, () => {
      assert.equal(verdictOf(twoConferences({ served, edit: changed('departure:dave', { session }) })), 'fail')
    })
}
