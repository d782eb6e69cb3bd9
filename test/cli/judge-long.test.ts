// `ch1 judge DIR` keeps no event of a history; what it says is what the commands say that keep them all.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { judgedAgain } from '../../cli/judge'
import { judgeResults, judgeStored, slicesOf } from '../../cli/rejudge'
import { resealed } from '../../testbed'
import { following } from '../judge/following'
import { randomPlan } from '../judge/second/random-plan'
import { tellRandom } from '../judge/second/random-story'
import { Story } from '../judge/story'

const dir = mkdtempSync(path.join(tmpdir(), 'ch1-long-'))
after(() => rmSync(dir, { recursive: true, force: true }))

function stored(name: string, ...histories: Parameters<typeof resealed>[1][]): string {
  const run = path.join(dir, name)
  mkdirSync(path.join(run, 'history'), { recursive: true })
  for (const [i, events] of histories.entries()) resealed(path.join(run, 'history', `w${i}.ndjson`), events)
  return run
}

test('verdicts, findings, bills and slices of a run are the same, whether its events are kept or not', () => {
  const [one = [], two = [], three = []] = fc
    .sample(randomPlan, { seed: 11, numRuns: 3 })
    .map((plan) => tellRandom(plan).events())
  const run = stored('random', following([one, two, three]), following([three, two]))
  const [kept, results] = [judgeStored(run, { complete: true }), judgeResults(run, { complete: true })]
  assert.equal(JSON.stringify(slicesOf(results)), JSON.stringify(slicesOf(kept)))
  const [again, without] = [judgedAgain(run, kept), judgedAgain(run, results)]
  assert.ok((again.bills?.length ?? 0) > 4)
  assert.equal(JSON.stringify(without, null, 2), JSON.stringify(again, null, 2))
  // closed in the midst of the run, long before what stands behind it is read
  const [{ judgment: long } = { judgment: undefined }] = kept
  const [{ judgment: short } = { judgment: undefined }] = results
  assert.ok(long && short && short.explanations.length < long.explanations.length)
})

test('a charge that nothing ends runs until the history does, though its conference was closed long before', () => {
  const s = new Story({ tickEveryMs: 1000, edit: (plan) => (plan.type === 'stop' ? [] : [plan]) }).begin('TP_SEQ_001')
  const one = s.creates('alice')
  s.wait(500).drain(one).end().wait(600_000)
  const [bill] = judgedAgain(dir, judgeResults(stored('open', s.wait(1).watchdog().events()), { complete: true })).bills ?? []
  assert.ok((bill?.users[0]?.chargedS ?? 0) > 599, JSON.stringify(bill?.users))
})
