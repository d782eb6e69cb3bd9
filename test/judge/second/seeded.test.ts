// Faults in the source of the second judge: the first judge contradicts each.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HistoryEvent } from '../../../judge/history/events'
import { testPurposes } from '../../../judge/requirements/test-purposes'
import { compare } from '../../../judge/second/disagreements'
import type { Judgment } from '../../../judge/verdict'
import { tell } from '../good-stories'
import { faults } from '../red/rows'
import { judged, type Story } from '../story'
import { faultyJudge } from './faulty-judge'
import { randomPlan } from './random-plan'
import { tellRandom } from './random-story'
import { seededFaults } from './seeded-faults'

type History = () => { readonly events: readonly HistoryEvent[]; readonly first: Judgment }

/** Told, and judged by the first judge, once, and only where it is asked for. */
function once(story: () => Story): History {
  let known: ReturnType<History> | undefined
  return () => {
    if (known) return known
    const events = story().events()
    return (known = { events, first: judged(events) })
  }
}

const stories = [
  ...testPurposes.map(({ id }) => once(() => tell(id))),
  ...faults.map(({ purpose, edit, o }) => once(() => tell(purpose, { ...(edit ? { edit } : {}), ...o }))),
]
const random = fc.sample(randomPlan, { numRuns: 300, seed: 20_261_128 }).map((plan) => once(() => tellRandom(plan)))

test('there are thirty seeded faults and more', () => {
  assert.ok(seededFaults.length >= 30, String(seededFaults.length))
  assert.equal(new Set(seededFaults.map(({ file, from, to }) => `${file} ${from} ${to}`)).size, seededFaults.length)
})

for (const fault of seededFaults)
  test(`a second judge to whom ${fault.what} is contradicted (${fault.file})`, () => {
    const judge = faultyJudge(fault)
    const { seenIn } = fault
    const seen = 'random' in seenIn ? random[seenIn.random] : stories[seenIn.story]
    const isContradicted = ({ events, first }: ReturnType<History>): boolean =>
      compare(first, judge(events)).disagreements.length > 0
    assert.ok([...(seen ? [seen] : []), ...random, ...stories].some((one) => isContradicted(one())))
  })
