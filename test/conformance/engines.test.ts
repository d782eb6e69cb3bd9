// The same purposes driven by SIPp and driven by sockets: the same verdicts, purpose by purpose.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { SOCKET_PURPOSES } from '../../testbed/socket-purposes'
import { BY_SIPP_ALONE } from './asked'
import { embeddedRun } from './embedded-run'
import { hasSipp } from './foreign-programs'
import { newFolder, runArgs, start, story, verdictsOf } from './run-process'
import { allEvents } from './stored-history'

/** `TP_ARR_001 pass 4/4`, with each finding's rule: what an engine must not change. */
function verdicts(out: string, leftOut: readonly string[]): readonly string[] {
  return verdictsOf(out)
    .results.filter(({ id }) => !leftOut.includes(id))
    .map(({ id, verdict, demands, findings }) => {
      // Run-wide purposes are judged over all records, and the two runs have one scenario less in common.
      const decided = runWide.has(id) ? '' : `${demands.decided}/${demands.total}`
      return [id, verdict, decided, ...findings.map(({ rule }) => rule)].filter((part) => part !== '').join(' ')
    })
    .sort()
}

const runWide = new Set<string>(testPurposes.flatMap((one) => ('runWide' in one && one.runWide ? [one.id] : [])))

test('SIPp and sockets: every purpose that both can carry has the same verdict, from as many demands', async (t) => {
  if (!(await hasSipp(t))) return
  const { out: bySipp } = await embeddedRun()
  const bySockets = newFolder()
  const { ended } = start(runArgs(bySockets, '--engine', 'socket'))
  const end = await ended
  assert.equal(end.code, 0, story(end))
  assert.deepEqual(verdicts(bySockets, BY_SIPP_ALONE), verdicts(bySipp, BY_SIPP_ALONE))
  assert.equal(verdicts(bySipp, BY_SIPP_ALONE).length, testPurposes.length - BY_SIPP_ALONE.length)
  for (const [out, engine] of [
    [bySipp, 'sipp'],
    [bySockets, 'socket'],
  ] as const) {
    assert.equal(verdictsOf(out).engine, engine)
    const engines = allEvents(out).flatMap((event) =>
      event.kind === 'wire' && event.state === 'started' && event.why === undefined ? [event.engine] : [],
    )
    assert.deepEqual([...new Set(engines)], [engine], 'it really was that engine')
  }
  for (const { id, verdict, reason } of verdictsOf(bySockets).results)
    if (BY_SIPP_ALONE.includes(id)) assert.match(`${verdict}: ${reason}`, /^not-applicable: it is driven by SIPp alone/)
})

test('what SIPp cannot carry is data with a reason, and stands on sockets in a run with SIPp', async (t) => {
  if (!(await hasSipp(t))) return
  const exempt = new Set(SOCKET_PURPOSES.map(({ id }) => id))
  const { out } = await embeddedRun()
  let running = ''
  for (const event of allEvents(out)) {
    if (event.kind === 'scenario') running = event.edge === 'begin' ? event.testPurpose : ''
    if (event.kind !== 'wire' || event.state !== 'started') continue
    assert.equal(event.why !== undefined, exempt.has(running), `${running}: ${event.participant}`)
    assert.equal(event.engine, exempt.has(running) ? 'socket' : 'sipp', running)
  }
})
