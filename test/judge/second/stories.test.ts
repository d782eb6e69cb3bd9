// The good stories and the red ones, which are many, as the second judge sees them: it decides nearly all that it is asked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../../judge/second/disagreements'
import { secondJudgment } from '../../../judge/second/second-judge'
import { testPurposes } from '../../../judge/requirements/test-purposes'
import { tell } from '../good-stories'
import { faults } from '../red/rows'
import { judged, type Story } from '../story'

/** Of the stories of a controlling function, which are most; those of outages and lost answers leave open what they leave open. */
const MOST_UNSAID = 0.15

function unsaidOf(stories: readonly Story[]): number {
  let [asked, unsaid] = [0, 0]
  for (const story of stories.filter((one) => one.profile.sut.role === 'controlling')) {
    const events = story.events()
    const comparison = compare(judged(events), secondJudgment(events))
    assert.deepEqual(comparison.disagreements, [])
    asked += comparison.asked
    unsaid += comparison.unsaid
  }
  return unsaid / asked
}

test('of the good stories the second judge leaves little open', () => {
  const share = unsaidOf(testPurposes.map(({ id }) => tell(id)))
  assert.ok(share < MOST_UNSAID, `${(100 * share).toFixed(1)} %`)
})

test('of the stories with a fault, too', () => {
  const share = unsaidOf(faults.map(({ purpose, edit, o }) => tell(purpose, { ...(edit ? { edit } : {}), ...o })))
  assert.ok(share < MOST_UNSAID, `${(100 * share).toFixed(1)} %`)
})
