// A process that stands still in mid-run, as on a machine with too much to do: that is no fault of the SUT.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { treeOf } from './process-tree'
import { newFolder, runArgs, start, story, verdictsOf, words } from './run-process'
import { allEvents, eventIn } from './stored-history'

const STILL_MS = 2000
const LAG_US = 250_000
const PURPOSES = ['TP_DEP_001', 'TP_NEG_005', 'TP_SEQ_001'] as const

for (const [who, command] of [
  ['the worker', /run_worker/],
  ['the embedded server alone', /ch1 im-server/],
] as const)
  test(`stopped: ${who} stands still for 2 s in mid-run: nothing fails, and the history tells of it`, async (t) => {
    if (!possible(t)) return
    const out = newFolder()
    const run = start(runArgs(out, '--parallel', '1', '--only', ...PURPOSES))
    const { n } = await eventIn(out, firstSipOfAPurpose)
    const [stopped, ...others] = treeOf(run.pid).filter((one) => command.test(one.command))
    assert.ok(stopped && others.length === 0, `one process is ${who}`)
    process.kill(stopped.pid, 'SIGSTOP')
    try {
      await new Promise((resolve) => setTimeout(resolve, STILL_MS)) // the length of the pause is what is tested
    } finally {
      process.kill(stopped.pid, 'SIGCONT')
    }
    const ended = await run.ended
    const document = verdictsOf(out)
    assert.equal(document.summary.fail, 0, story(ended))
    assert.ok(ended.code === 0 || ended.code === 2 || ended.code === 5, story(ended))
    assert.equal(document.aborted, false, 'the run went on to its end')
    for (const id of PURPOSES) assert.ok(words(document)[id] !== undefined, `${id} has a verdict`)
    const lag = allEvents(out).find((one) => one.n >= n && one.kind === 'tick' && one.lagUs > LAG_US)
    assert.ok(lag, `no tick later than ${LAG_US / 1000} ms after event ${n}`)
    const last = allEvents(out).findLast((one) => one.kind === 'scenario' && one.edge === 'begin')
    assert.ok(last && last.n > lag.n, 'a scenario began after it')
  })

function firstSipOfAPurpose(event: HistoryEvent, before: readonly HistoryEvent[]): event is HistoryEvent {
  if (event.kind !== 'sip') return false
  return before.some((one) => one.kind === 'scenario' && one.edge === 'begin' && one.testPurpose.startsWith('TP_'))
}

function possible(t: TestContext): boolean {
  if (process.platform === 'linux') return true
  t.skip('looks at processes through /proc')
  return false
}
