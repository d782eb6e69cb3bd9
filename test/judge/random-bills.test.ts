// Where charging is right the bill is right, whatever the conference: comings and goings as chance makes them, records as late as is lawful.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { billOf } from '../../judge/accounts/bill'
import { Judge } from '../../judge/judge'
import { delays, type Delays } from './lateness'
import type { Story } from './story'
import { moves, wandering, type Move } from './wandering'
import { ways, type Ways } from './ways'

/** For a longer search: CH1_BILLS=5000. */
const RUNS = Number(process.env['CH1_BILLS'] ?? 1000)
const SEED = Number(process.env['CH1_BILLS_SEED'] ?? 1)

/** What each bill of the story differs by, in words. */
function differences(s: Story): readonly string[] {
  const judge = new Judge()
  const events = s.events()
  for (const event of events) judge.step(event)
  const bills = judge.accounts().map(({ account }) => billOf(account, events.at(-1)?.atUs ?? 0))
  assert.ok(bills.length > 0, 'a conference without a bill')
  return bills.flatMap(({ difference: { seconds, heads, records, what } }) =>
    seconds === 0 && heads === 0 && records === 0 ? [] : [`${seconds} s, ${heads} heads, ${records} records: ${what.join('; ')}`],
  )
}

const calm: Delays = { recordsMs: [0], answersMs: [1], swaps: false }
const silent: Ways = {
  ...{ last: 'stop', names: 'first', count: 'with the focus', method: false, join: true },
  ...{ point: 'early', both: false, numbers: 'from 0 by 1', declared: false },
}

/** Found by longer searches, and made small. */
const found: [moves: readonly Move[], ways: Ways, delays: Delays][] = [
  // who leaves last is charged behind a standstill, in the place of an arrival that had come to nothing
  [
    [move('refers', 2), move('overtakes', 2, 2600), move('answers', 0)],
    { ...silent, last: 'interim-then-stop', names: 'trigger', count: 'users', join: false },
    { ...calm, stall: { atMs: 641, ms: 4000 } },
  ],
  // all records name the first leg: that of who joined is taken for the departure of the first
  [[move('joins', 0), move('aliceLeaves', 0), move('brings', 0)], silent, { ...calm, answersMs: [1500] }],
]

function move(verb: Move['verb'], who: number, thenMs = 0): Move {
  return { verb, who, thenMs }
}

test(`the bills of ${RUNS} random conferences that are charged right differ by nothing`, (t) => {
  t.diagnostic(`seed ${SEED}`)
  fc.assert(
    fc.property(moves, ways, delays, (moved, way, delay) => {
      assert.deepEqual(differences(wandering(moved, way, delay)), [])
    }),
    { seed: SEED, numRuns: RUNS, examples: found },
  )
})
