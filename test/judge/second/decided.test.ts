// Histories on which the two judges contradicted each other, each at its smallest, and what was found to be right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Act, Fault, Habits, RandomPlan } from './random-plan'
import { tellRandom } from './random-story'
import { PLAIN } from './shrink'
import { compare } from '../../../judge/second/disagreements'
import { secondJudgment } from '../../../judge/second/second-judge'
import { judged, Story } from '../story'
import { creatorOf } from '../story-calls'

type Bits = Partial<Omit<RandomPlan, 'acts' | 'faults' | 'habits'>> & { readonly habits?: Partial<Habits> }

function act(what: Act['what'], who = 0, waitMs = 0, how = 6, conference = 0): Act {
  return { what, who, waitMs, how, conference }
}

function fault(what: Fault['what'], nth: number, ms = 0): Fault {
  return { what, nth, ms }
}

/** Both judge it: they do not contradict each other, and the first says these, all its hard findings by rule. */
function decided(name: string, acts: readonly Act[], faults: readonly Fault[], rules: readonly string[], o: Bits = {}): void {
  test(name, () => {
    const plan = { conferences: 1, end: 'drain', trouble: { what: 'none', nth: 0 }, ...o, acts, faults } as const
    const events = tellRandom({ ...plan, habits: { ...PLAIN, ...o.habits } }).events()
    const first = judged(events)
    assert.deepEqual(compare(first, secondJudgment(events)).disagreements, [])
    const hard = first.findings.filter(({ level }) => level === 'MUST').map(({ rule }) => rule)
    assert.deepEqual([...new Set(hard)].sort(), rules)
  })
}

decided(
  'an EVENT behind the STOP of its session is a record after STOP, and nothing else',
  [act('reinvite', 0, 0, 10)],
  [fault('as stop', 1), fault('as event', 2)],
  ['record-after-stop'],
)

decided(
  'who leaves as the server releases the others may go uncharged, though one of those says BYE himself (LV-12)',
  [act('bring'), act('leave'), act('bring', 9), act('leave', 0, 56), act('cross')],
  [fault('as event', 4)],
  [],
  { habits: { eventForRefusal: true } },
)

test('nor is it a fault where that BYE of his own came first, and met the server on the way', () => {
  const s = new Story().begin('TP_DEP_007').when()
  const conf = s.creates('alice')
  const [bob, carol] = [s.brings('bob', conf), s.brings('carol', conf)]
  s.wait(200).expels(bob, conf, { charge: false })
  s.leaves(carol, conf, { charge: false, during: () => s.expels(carol, conf, { charge: false }) })
  const events = s.expels(creatorOf(conf), conf).wait(9000).watchdog().wait(100).end().events()
  const first = judged(events)
  assert.deepEqual(compare(first, secondJudgment(events)).disagreements, [])
  assert.deepEqual(first.findings, [])
})
