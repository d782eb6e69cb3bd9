// Silence never passes: a server that does not connect, does not charge, refuses, or says nothing.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import path from 'node:path'
import { test } from 'node:test'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { against, freePorts, freeTcp, freeUdp, outsideServer, profileWith } from './outside-server'
import { refusingServer } from './refusing-server'
import { ch1, newFolder, runArgs, story, verdictsOf } from './run-process'
import { allEvents } from './stored-history'

const IMPATIENT = { preflightMs: '800', givenMs: '1500' }

function nothingDecided(out: string): void {
  const { results, conformance } = verdictsOf(out)
  assert.equal(results.length, testPurposes.length)
  const decided = results.filter(({ verdict }) => verdict !== 'inconclusive' && verdict !== 'not-applicable')
  assert.deepEqual(
    decided.map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`),
    [],
  )
  assert.ok(results.some(({ verdict }) => verdict === 'inconclusive'))
  assert.equal(conformance, 'partial')
}

/** What hindered a run stands in its history: judged again, from that alone, every word and every reason is the same. */
async function sameJudgedAgain(out: string): Promise<void> {
  const words = (results: ReturnType<typeof verdictsOf>['results']): readonly string[] =>
    results.map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`)
  const again = await ch1('judge', out, '--json')
  const { results } = JSON.parse(again.stdout) as ReturnType<typeof verdictsOf>
  assert.deepEqual(words(results), words(verdictsOf(out).results), story(again))
}

test('a Diameter peer that never opens: every purpose inconclusive or not applicable, exit 2', async () => {
  const listening = await freePorts()
  const server = await outsideServer({ sip: listening.sip, ch1: `127.0.0.1:${await freeTcp()}` })
  try {
    const out = newFolder()
    const ended = await ch1(
      ...runArgs(out, '--engine', 'socket', '--profile', profileWith(IMPATIENT), ...against(server, listening)),
    )
    assert.equal(ended.code, 2, story(ended))
    nothingDecided(out)
    assert.match(verdictsOf(out).results[0]?.reason ?? '', /no CH-1 peer opened within 800 ms.*--listen-ch1/s)
    await sameJudgedAgain(out)
  } finally {
    await server.stop()
  }
})

test('a peer that opens and a server that never charges: what is owed fails, no negative passes, exit 1', async () => {
  const listening = await freePorts()
  const server = await outsideServer(listening, path.join(__dirname, 'silent-charger.ts'))
  try {
    const out = newFolder()
    const profile = profileWith({ 'P-DELAY': '400', 'P-QUIET': '300' })
    // as a neighbour it may do all right without a record; and what befalls a record waits long for one, and says then that none came
    const befalls = /^TP_(PEER_.*|ERR_(?!006|008|015|017|019|023|024).*)$/
    const only = testPurposes.flatMap(({ id }) => (befalls.test(id) ? [] : ['--only', id]))
    const ended = await ch1(...runArgs(out, '--engine', 'socket', '--profile', profile, ...only, ...against(server, listening)))
    assert.equal(ended.code, 1, story(ended))
    const { results, conformance } = verdictsOf(out)
    assert.equal(conformance, 'non-conformant')
    const events = allEvents(out)
    assert.ok(events.some((event) => event.kind === 'peer' && event.state === 'open'))
    const kindOf = new Map<string, string>(testPurposes.map(({ id, kind }) => [id, kind]))
    const passed = results.filter(({ verdict }) => verdict === 'pass').map(({ id }) => `${id} ${kindOf.get(id)}`)
    assert.deepEqual(passed, [], 'nothing passes')
    const failed = results.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
    for (const id of ['TP_ARR_001', 'TP_ARR_002', 'TP_DEP_001', 'TP_DEP_003', 'TP_DEP_009', 'TP_SEQ_001'])
      assert.ok(failed.includes(id), `${id} is owed and fails; it is ${results.find((one) => one.id === id)?.verdict}`)
  } finally {
    await server.stop()
  }
})

test('a server that answers every INVITE with 403: every purpose inconclusive, exit 2', async () => {
  const listening = await freePorts()
  const server = await refusingServer(listening)
  try {
    const out = newFolder()
    const ended = await ch1(
      ...runArgs(out, '--engine', 'socket', '--profile', profileWith(IMPATIENT), ...against(server, listening)),
    )
    assert.equal(ended.code, 2, story(ended))
    assert.ok(server.invites() > 0, 'it was asked')
    nothingDecided(out)
    assert.match(verdictsOf(out).results[0]?.reason ?? '', /refused the trial INVITE .* with 403/)
    await sameJudgedAgain(out)
  } finally {
    await server.stop()
  }
})

test('a server that answers nothing at all: exit 4 and one message', async () => {
  const listening = await freePorts()
  const hole = createSocket('udp4')
  const port = await freeUdp()
  await new Promise<void>((resolve) => hole.bind(port, '127.0.0.1', resolve))
  try {
    const profile = profileWith({ ...IMPATIENT, t1Ms: '100' })
    const ended = await ch1(
      ...runArgs(newFolder(), '--profile', profile, ...against({ sip: `sip:127.0.0.1:${port}` }, listening)),
    )
    assert.equal(ended.code, 4, story(ended))
    assert.match(ended.stderr, /^ch1: the SUT at 127\.0\.0\.1:\d+ \(UDP\) did not answer an INVITE[^]*\n {2}mend {3}/)
    assert.equal(ended.stderr.match(/^ch1: /gm)?.length, 1, ended.stderr)
    assert.doesNotMatch(ended.stderr, /\n\s+at /)
  } finally {
    hole.close()
  }
})
