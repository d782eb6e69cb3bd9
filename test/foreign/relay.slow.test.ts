// freeDiameter as relay between a server under test and the Charging Enabler: not one verdict of the core purposes changes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMAND, decodeMessage, scalarAt, type DiameterMessage } from '@ch1/diameter'
import { testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'
import { BY_SIPP_ALONE, NOT_ASKED } from '../conformance/asked'
import { embeddedRun } from '../conformance/embedded-run'
import { against, freePorts, outsideServer, profileWith } from '../conformance/outside-server'
import { ch1, newFolder, notPassed, runArgs, story, verdictsOf, words } from '../conformance/run-process'
import { allEvents, stoodStill } from '../conformance/stored-history'
import { needs } from './foreign-process'
import { FREE_DIAMETER, freeDiameter } from './free-diameter'

const all: readonly TestPurpose[] = testPurposes
/** Neither those that wait for timers B and F, which no relay has a part in, nor those that the control hook of a profile alone can ask. */
const CORE = all
  .filter(
    ({ id, needs }) =>
      /^TP_(ARR|DEP|SEQ|NEG)_/.test(id) && needs?.verb !== 'decide' && !['TP_NEG_006', 'TP_DEP_014'].includes(id),
  )
  .map(({ id }) => id)
  .filter((id) => !NOT_ASKED.includes(id))
const RELAY = { identity: 'dra1.transit.example', realm: 'transit.example' }

test('a freeDiameter relay between server and enabler changes no verdict of ARR, DEP, SEQ and NEG', async (t) => {
  if (!needs(t, FREE_DIAMETER)) return
  // That an outside server gets the verdicts of the embedded one is shown by test/conformance/outside.test.ts.
  const direct = resultOf((await embeddedRun()).out, CORE)
  const relayed = await throughRelay()
  assert.ok(CORE.length >= 60, `there are only ${CORE.length} core purposes`)
  for (const [way, { verdicts, stoodStill, why }] of Object.entries({ direct, relayed })) {
    // On a machine that stood still a pass may be inconclusive, as the judge says; never anything else.
    const wrong = CORE.filter((id) => verdicts[id] !== 'pass' && !(stoodStill && verdicts[id] === 'inconclusive'))
    assert.deepEqual(wrong, [], `${way}\n${why.join('\n')}`)
  }
})

/** The verdicts of a run, and whether its machine stood still for so long that the judge decides nothing (250 ms). */
interface Result {
  readonly verdicts: Readonly<Record<string, string>>
  readonly stoodStill: boolean
  /** Of each that did not pass. */
  readonly why: readonly string[]
}

/** Of these purposes. */
function resultOf(out: string, ids: readonly string[]): Result {
  const document = verdictsOf(out)
  const own = { ...document, results: document.results.filter(({ id }) => ids.includes(id)) }
  return { verdicts: words(own), stoodStill: stoodStill(out), why: notPassed(own) }
}

function together(results: readonly Result[]): Result {
  return {
    verdicts: Object.fromEntries(results.flatMap(({ verdicts }) => Object.entries(verdicts))),
    stoodStill: results.some((one) => one.stoodStill),
    why: results.flatMap(({ why }) => why),
  }
}

function recordsIn(out: string): readonly DiameterMessage[] {
  return allEvents(out).flatMap((event) => {
    if (event.kind !== 'ch1' || event.dir !== 'fromSut') return []
    const message = decodeMessage(Buffer.from(event.bytes, 'base64'))
    return message.commandCode === COMMAND.accounting ? [message] : []
  })
}

/** The verdicts with the relay between, after a look at the history: every record really came through it. */
async function throughRelay(): Promise<Result> {
  const listening = await freePorts()
  const relay = await freeDiameter({
    ...RELAY,
    tcSeconds: 1,
    accept: ['im1.im.example'],
    connectTo: [
      {
        identity: 'cdf1.charging.example',
        realm: 'charging.example',
        port: Number(listening.ch1.replace(/^.*:/, '')),
      },
    ],
  })
  const server = await outsideServer({ ...listening, ch1: `127.0.0.1:${relay.port}` })
  try {
    await relay.open('im1.im.example')
    const profile = profileWith({ ch1: 'agent' })
    const results: Result[] = []
    // a relay has no part in SIP: SIPp drives what it alone can, and sockets the rest, with the same verdicts (test/conformance/engines.test.ts)
    for (const [engine, ids] of [
      ['socket', CORE.filter((id) => !BY_SIPP_ALONE.includes(id))],
      ['sipp', CORE.filter((id) => BY_SIPP_ALONE.includes(id))],
    ] as const) {
      const out = newFolder()
      const only = ids.flatMap((id) => ['--only', id])
      const ended = await ch1(...runArgs(out, '--engine', engine, '--profile', profile, ...only, ...against(server, listening)))
      const said = `${story(ended)}\n${relay.process.output.slice(-4_000)}`
      assert.ok(ended.code === 0 || ended.code === 2, said)
      const records = recordsIn(out)
      assert.ok(records.length > 50, said)
      for (const record of records) {
        assert.equal(scalarAt(record, 'Origin-Host'), 'im1.im.example')
        // RFC 6733 §6.1.9 — the relay notes from whom it had the request.
        assert.equal(scalarAt(record, 'Route-Record'), 'im1.im.example')
      }
      results.push(resultOf(out, ids))
    }
    return together(results)
  } finally {
    await server.stop()
    await relay.process.stop()
  }
}
