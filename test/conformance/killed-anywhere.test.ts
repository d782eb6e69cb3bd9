// kill -9 at any moment: what lies on the disk then gives a report that is not green. A run whose every process is stopped (SIGSTOP) leaves
// the same files as one that is killed, so one run is killed at many moments.
import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { command as report } from '../../cli/report'
import { UsageError } from '../../cli/usage-error'
import { newFolder, runArgs, start, story, verdictsOf, type Started } from './run-process'

const SEED = Number(process.env['CH1_KILLS_SEED'] ?? Date.now() % 1_000_000)
const WHILE_IT_RUNS = 5
const WHILE_IT_REPORTS = 5

/** A generator of Park and Miller: 0 to 1. */
function chance(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const isReporting = (out: string): boolean => existsSync(path.join(out, 'verdicts.json'))

/** What the disk holds at this moment. */
function left(run: Started, out: string): string {
  const copy = path.join(newFolder(), 'left')
  process.kill(-run.pid, 'SIGSTOP')
  try {
    cpSync(out, copy, { recursive: true })
  } finally {
    process.kill(-run.pid, 'SIGCONT')
  }
  return copy
}

async function leftAtRandom(run: Started, out: string): Promise<readonly string[]> {
  const next = chance(SEED)
  const all: string[] = []
  const goesOn = (): boolean => run.child.exitCode === null
  while (goesOn() && !existsSync(path.join(out, 'history'))) await pause(5)
  while (goesOn() && !isReporting(out) && all.length < WHILE_IT_RUNS) {
    // the end of a short run may be inside a pause: then what it left while it ran is enough, and its reports are next
    for (const untilMs = performance.now() + next() * 500; performance.now() < untilMs && !isReporting(out);) await pause(1)
    if (goesOn() && !isReporting(out)) all.push(left(run, out))
  }
  while (goesOn() && !isReporting(out)) await pause(1)
  for (let i = 0; goesOn() && i < WHILE_IT_REPORTS; i += 1) {
    all.push(left(run, out))
    await pause(next() * 60)
  }
  return all
}

test('kill -9 at random moments, some of them while the reports are written: a readable report, aborted, never green', async (t) => {
  if (process.platform !== 'linux') return t.skip('stops a process group')
  t.diagnostic(`seed ${SEED}`)
  const out = newFolder()
  // two for each worker: seconds of a run, which every one of the first moments is inside
  const purposes = ['TP_ARR_001', 'TP_DEP_001', 'TP_ARR_003', 'TP_DEP_003'].flatMap((id) => ['--only', id])
  const run = start(runArgs(out, '--parallel', '2', '--engine', 'socket', ...purposes))
  const copies = await leftAtRandom(run, out)
  const ended = await run.ended
  assert.ok(ended.code === 0 || ended.code === 2, story(ended)) // it stood still, which may leave something undecided
  // the last of a run is that it takes its work away: then it was not killed
  const killed = copies.filter((copy) => existsSync(path.join(copy, 'work')))
  const reporting = killed.filter(isReporting)
  t.diagnostic(`${killed.length} moments, ${reporting.length} while it reported`)
  assert.ok(killed.length - reporting.length >= 3 && reporting.length >= 1, `${killed.length}, ${reporting.length}`)
  for (const copy of killed) await notGreen(copy)
})

async function notGreen(dir: string): Promise<void> {
  const written = process.stdout.write.bind(process.stdout)
  process.stdout.write = () => true
  try {
    assert.equal(await report([dir]), 0)
  } catch (error) {
    // not one line was written yet
    assert.ok(error instanceof UsageError && /there is no history to judge|: empty/.test(error.message), String(error))
    return
  } finally {
    process.stdout.write = written
  }
  const { aborted, conformance, summary } = verdictsOf(dir)
  assert.deepEqual([aborted, conformance, summary.fail, summary.error], [true, 'partial', 0, 0])
  const page = readFileSync(path.join(dir, 'report.html'), 'utf8')
  assert.match(page, /This run was aborted/)
  assert.match(page, /<header class="top open">/)
  assert.match(readFileSync(path.join(dir, 'junit.xml'), 'utf8'), /<testsuites/)
}
