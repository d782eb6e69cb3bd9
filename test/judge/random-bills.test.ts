// Where charging is right the bill is right, whatever the conference: comings and goings as chance makes them, records as late as is lawful.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { billOf } from '../../judge/accounts/bill'
import { Judge } from '../../judge/judge'
import { delays } from './lateness'
import type { Story } from './story'
import { moves, wandering } from './wandering'
import { ways } from './ways'

/** For a longer search: CH1_BILLS=5000. */
const RUNS = Number(process.env['CH1_BILLS'] ?? 1000)
const SEED = Number(process.env['CH1_BILLS_SEED'] ?? 1)

/** What each bill of the story differs by, in words. */
function differences(s: Story): readonly string[] {
  const judge = new Judge()
  const events = s.events()
  for (const event of events) judge.step(event)
  const bills = judge.accounts().map((account) => billOf(account, events.at(-1)?.atUs ?? 0))
  assert.ok(bills.length > 0, 'a conference without a bill')
  return bills.flatMap(({ difference: { seconds, heads, records, what } }) =>
    seconds === 0 && heads === 0 && records === 0 ? [] : [`${seconds} s, ${heads} heads, ${records} records: ${what.join('; ')}`],
  )
}

test(`the bills of ${RUNS} random conferences that are charged right differ by nothing`, (t) => {
  t.diagnostic(`seed ${SEED}`)
  fc.assert(
    fc.property(moves, ways, delays, (moved, way, delay) => {
      assert.deepEqual(differences(wandering(moved, way, delay)), [])
    }),
    { seed: SEED, numRuns: RUNS },
  )
})
