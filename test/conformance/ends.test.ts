// How a run ends when it is not let finish: Ctrl-C, kill -9, a SIPp that dies; nothing of it stays behind.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { findSipp } from 'sipp-wrapper'
import type { HistoryEvent } from '../../judge/history/events'
import { alive, survivors, treeOf, type Seen } from './process-tree'
import { ch1, newFolder, runArgs, start, story, verdictsOf, words, type Started } from './run-process'
import { allEvents, eventIn, histories } from './stored-history'

const COMMAND = (event: HistoryEvent, before: readonly HistoryEvent[]): event is HistoryEvent =>
  event.kind === 'command' && before.some((one) => one.kind === 'scenario' && one.testPurpose.startsWith('TP_'))

/** A run in the middle of a scenario, and its processes. */
async function inTheMiddle(out: string): Promise<{ readonly run: Started; readonly tree: readonly Seen[] }> {
  const run = start(runArgs(out))
  await eventIn(out, COMMAND)
  const tree = treeOf(run.pid)
  const pids = new Set(tree.map(({ pid }) => pid))
  const sipps = allEvents(out).flatMap((event) => (event.kind === 'wire' && event.state === 'started' ? [event.pid ?? 0] : []))
  assert.ok(
    sipps.some((pid) => pids.has(pid)),
    `the SIPps are below the run: ${tree.map(({ name }) => name).join(' ')}`,
  )
  assert.ok(tree.filter(({ name }) => /node|MainThread/.test(name)).length >= 3, 'the run, a worker, its server')
  return { run, tree }
}

for (const [who, whole] of [
  ['the run alone', false],
  ['its whole process group, as a terminal does', true],
] as const)
  test(`Ctrl-C to ${who}: ends within 3 s, exit 2, history sealed as aborted, no process left`, async (t) => {
    if (!possible(t)) return
    const out = newFolder()
    const { run, tree } = await inTheMiddle(out)
    const began = Date.now()
    process.kill(whole ? -run.pid : run.pid, 'SIGINT')
    const ended = await run.ended
    const tookMs = Date.now() - began
    assert.ok(tookMs < 3000, `it took ${tookMs} ms`)
    assert.equal(ended.code, 2, story(ended))
    assert.deepEqual(await survivors(tree, 500), [])
    assert.ok(histories(out).size > 0)
    for (const [file, events] of histories(out)) {
      const last = events.at(-1)
      assert.ok(last?.kind === 'sealed', `${file} ends with ${last?.kind}`)
      assert.equal(last.why, 'aborted', file)
    }
    const document = verdictsOf(out)
    assert.equal(document.aborted, true)
    assert.equal(document.conformance, 'partial')
    assert.equal(document.summary.fail, 0)
    const again = await ch1('judge', out, '--json')
    assert.equal(again.stdout, readFileSync(path.join(out, 'verdicts.json'), 'utf8'), 'judged again, the same byte for byte')
  })

for (const [when, seen] of [
  ['its workers still load', ({ pid }: Started) => treeOf(pid).some(({ command }) => command.includes('run_worker'))],
  ['its testbeds start', (_: Started, out: string) => histories(out).size > 0],
] as const)
  test(`Ctrl-C to the run alone while ${when}: ends with exit 2, what began is sealed as aborted, no process left`, async (t) => {
    if (!possible(t)) return
    const out = newFolder()
    const run = start(runArgs(out, '--parallel', '2'))
    while (!seen(run, out)) {
      assert.equal(run.child.exitCode, null, 'the run goes on until then')
      await new Promise((resolve) => setTimeout(resolve, 5)) // neither a process nor a file tells that it is there
    }
    const tree = treeOf(run.pid)
    process.kill(run.pid, 'SIGINT')
    const ended = await run.ended
    assert.equal(ended.code, 2, story(ended))
    assert.deepEqual(await survivors(tree, 10_000), [])
    for (const [file, events] of histories(out)) {
      const last = events.at(-1)
      assert.ok(last?.kind === 'sealed' && last.why === 'aborted', `${file} ends with ${last?.kind}`)
    }
  })

test('kill -9 of the run: nothing of it is left after 2 s, and what it recorded gives a report that is not green', async (t) => {
  if (!possible(t)) return
  const out = newFolder()
  const { run, tree } = await inTheMiddle(out)
  assert.ok(alive(tree).length > 3)
  process.kill(run.pid, 'SIGKILL')
  const left = await survivors(tree, 2000)
  for (const { pid } of left) process.kill(pid, 'SIGKILL')
  assert.deepEqual(left, [])
  assert.equal((await run.ended).signal, 'SIGKILL')

  const zip = path.join(newFolder(), 'killed.zip')
  const config = { env: { XDG_CONFIG_HOME: newFolder() } }
  const bundled = await start(['bundle', out, '--out', zip], config).ended
  assert.equal(bundled.code, 0, story(bundled))
  const verified = await start(['verify', zip], config).ended
  assert.match(verified.stdout, /^INTACT[^]*\n {2}run {8}ABORTED, (partial|non-conformant): /, story(verified))

  const again = await start(['report', out]).ended
  assert.equal(again.code, 0, story(again))
  assert.equal(verdictsOf(out).aborted, true)
  const page = readFileSync(path.join(out, 'report.html'), 'utf8')
  assert.match(page, /This run was aborted/)
  assert.match(page, /<header class="top (open|bad)">/)
  assert.match(page, /cut off: never sealed|sealed as aborted/) // a worker that has time to seal does
})

test('a SIPp that is killed mid-scenario: that purpose is error or inconclusive, the run goes on', async (t) => {
  if (!possible(t)) return
  const sipp = await findSipp().catch(() => undefined)
  if (!sipp) return t.skip('SIPp is not installed')
  const out = newFolder()
  // it rings at Bob for a second: time enough to kill him
  const run = start(runArgs(out, '--parallel', '1', '--only', 'TP_NEG_005', 'TP_NEG_010', 'TP_SEQ_001', '--engine', 'sipp'))
  let pid = 0
  await eventIn(out, (event, before): event is HistoryEvent => {
    const begun = before.findLastIndex((one) => one.kind === 'scenario' && one.edge === 'begin')
    const scenario = before[begun]
    if (scenario?.kind !== 'scenario' || scenario.testPurpose !== 'TP_NEG_005') return false
    const bob = before.slice(begun).find((one) => one.kind === 'wire' && one.participant === 'Bob' && one.state === 'started')
    if (bob?.kind !== 'wire' || event.kind !== 'sip' || event.party !== 'Bob' || event.dir !== 'toSut') return false
    pid = bob.pid ?? 0
    return true
  })
  assert.ok(pid > 1)
  process.kill(pid, 'SIGKILL')
  const ended = await run.ended
  const { TP_NEG_005: hit, ...others } = words(verdictsOf(out))
  assert.ok(hit === 'error' || hit === 'inconclusive', `TP_NEG_005 is ${hit}\n${story(ended)}`)
  assert.equal(ended.code, hit === 'error' ? 5 : 2, story(ended))
  assert.equal(others['TP_NEG_010'], 'pass', story(ended))
  assert.equal(others['TP_SEQ_001'], 'pass', story(ended))
  assert.equal(Object.values(others).includes('fail'), false, story(ended))
})

function possible(t: TestContext): boolean {
  if (process.platform === 'linux') return true
  t.skip('looks at processes through /proc')
  return false
}
