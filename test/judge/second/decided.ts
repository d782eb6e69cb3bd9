// How a history on which the two judges contradicted each other is held, once it is decided which of them is right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../../judge/second/disagreements'
import { secondJudgment } from '../../../judge/second/second-judge'
import { judged } from '../story'
import type { Act, Fault, Habits, RandomPlan } from './random-plan'
import { tellRandom } from './random-story'
import { PLAIN } from './shrink'

type Bits = Partial<Omit<RandomPlan, 'acts' | 'faults' | 'habits'>> & { readonly habits?: Partial<Habits> }

const NOTHING: Omit<RandomPlan, 'acts' | 'faults' | 'habits'> = {
  ...{ conferences: 1, slips: [], forms: [] },
  end: 'drain',
  neighbour: 'good',
  trouble: { what: 'none', nth: 0 },
}

export function act(what: Act['what'], who = 0, waitMs = 0, how = 6, conference = 0): Act {
  return { what, who, waitMs, how, conference }
}

export function fault(what: Fault['what'], nth: number, ms = 0): Fault {
  return { what, nth, ms }
}

/** Both judge it: they do not contradict each other, and the first says these, all its hard findings by rule. */
export function decided(
  name: string,
  acts: readonly Act[],
  faults: readonly Fault[],
  rules: readonly string[],
  o: Bits = {},
): void {
  test(name, () => {
    const plan = { ...NOTHING, ...o, acts, faults, habits: { ...PLAIN, ...o.habits } }
    const events = tellRandom(plan).events()
    const first = judged(events)
    assert.deepEqual(compare(first, secondJudgment(events)).disagreements, [])
    const hard = first.findings.filter(({ level }) => level === 'MUST').map(({ rule }) => rule)
    assert.deepEqual([...new Set(hard)].sort(), rules)
  })
}
