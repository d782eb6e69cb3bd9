// The participating role, for real: the reference between its users and our controlling function, each way to pass SIP on, each way to account.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parseMessage } from '@ch1/sip'
import { judges, testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'
import { rules, speaksOf } from '../../judge/rules'
import { cutsOf, isProven, proveDemands, proveRules, type Cut } from '../../judge/sabotage'
import { readHistory } from '../../testbed'
import { against, freePorts, outsideServer } from './outside-server'
import { ch1, newFolder, ROOT, story, verdictsOf, type Ended } from './run-process'
import { allEvents } from './stored-history'

const WAYS = [
  ['proxy', 'user'],
  ['b2bua', 'user'],
  ['proxy', 'conference'],
  ['b2bua-new-call-id', 'conference'],
] as const
const all: readonly TestPurpose[] = testPurposes

async function run(out: string, base: number, ...more: readonly string[]): Promise<Ended> {
  const quiet = ['--progress', 'none', '--no-html', '--engine', 'socket', '--parallel', '1', '--lease-base', String(base)]
  return ch1('run', '--role', 'participating', ...quiet, '--out', out, ...more)
}

// The runs mostly wait, so they go side by side; each is looked at by a test of its own.
const runs = new Map<string, Promise<{ readonly out: string; readonly ended: Ended }>>()
function runOf(passing: string, accounting: string): Promise<{ readonly out: string; readonly ended: Ended }> {
  if (runs.size === 0)
    for (const [i, [as, by]] of WAYS.entries()) {
      const out = newFolder()
      const ended = run(out, 28_000 + 600 * i, '--passing', as, '--accounting', by)
      runs.set(
        `${as} ${by}`,
        ended.then((one) => ({ out, ended: one })),
      )
    }
  const found = runs.get(`${passing} ${accounting}`)
  assert.ok(found)
  return found
}

/** The scenarios of a run, each alone. */
function cutsIn(out: string): readonly Cut[] {
  const dir = path.join(out, 'history')
  const files = readdirSync(dir).filter((file) => file.endsWith('.ndjson'))
  return files.flatMap((file) => cutsOf([...readHistory(path.join(dir, file))]))
}

test('every rule that speaks of a participating function can fail: shown on the runs of both ways to account', async () => {
  const outs = await Promise.all(['user', 'conference'].map((by) => runOf('proxy', by)))
  const proven = proveRules(outs.flatMap(({ out }) => cutsIn(out)))
  assert.equal(proven.length, rules.filter((rule) => speaksOf(rule, 'participating')).length)
  assert.deepEqual(
    proven.flatMap(({ rule, struck, why }) => (struck ? [] : [`${rule}: ${why}`])),
    [],
  )
})

for (const by of ['user', 'conference'])
  test(`every demand on a participating function that accounts by ${by} can fail: its records, its stimulus, the proof of receipt taken out`, async () => {
    const kinds = proveDemands(cutsIn((await runOf('proxy', by)).out)).filter(({ demands }) => demands > 0)
    assert.deepEqual(
      kinds.flatMap((one) => (isProven(one) ? [] : [`${one.kind}: ${one.unnoticed.join('; ')}`])),
      [],
    )
    const met = kinds.map(({ kind }) => kind)
    for (const kind of ['one record', 'no record', 'order', 'ownSession', 'grammar', 'content: party'] as const)
      assert.ok(met.includes(kind), `no demand of kind ${kind} was met`)
  })

for (const [passing, accounting] of WAYS) {
  test(`--role participating, ${passing}, by ${accounting}: whatever applies passes, and whatever is of others is said to be`, async () => {
    const { out, ended } = await runOf(passing, accounting)
    const { results, conformance, sut } = verdictsOf(out)
    assert.deepEqual(
      results
        .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
        .map(({ id, reason }) => `${id} ${reason}`),
      [],
      story(ended),
    )
    assert.equal(ended.code, 0, story(ended))
    assert.deepEqual([conformance, sut.role], ['conformant', 'participating'])
    assert.deepEqual(new Set(results.map(({ id }) => id)), new Set(all.map(({ id }) => id)), 'none is left out in silence')
    const own = results.filter(({ id }) => all.some((one) => one.id === id && one.role === 'participating'))
    assert.equal(own.filter(({ verdict }) => verdict === 'pass').length, accounting === 'user' ? 22 : 21)
    for (const { id, verdict, reason } of results) {
      const purpose = all.find((one) => one.id === id)
      assert.ok(purpose)
      if (judges(purpose, 'participating')) continue
      assert.deepEqual(
        [verdict, reason],
        ['not-applicable', 'the profile declares role participating, and it judges the other one'],
      )
    }
    assert.match(ended.stdout, /N\/A {2}TP_ARR_001 {2}the profile declares role participating/)
  })

  test(`${passing}, by ${accounting}: both sides of the server are in the history`, async () => {
    const { out } = await runOf(passing, accounting)
    const invites = allEvents(out).flatMap((event) => {
      const message = event.kind === 'sip' ? parseMessage(Buffer.from(event.bytes, 'base64')) : undefined
      return event.kind === 'sip' && message?.kind === 'request' && message.startLine.startsWith('INVITE sip:factory@')
        ? [{ dir: event.dir, callId: message.callId, tag: message.fromTag }]
        : []
    })
    const [came, went] = (['toSut', 'fromSut'] as const).map((dir) => invites.find((one) => one.dir === dir))
    assert.ok(came && went)
    assert.equal(came.tag === went.tag, passing === 'proxy')
    assert.equal(came.callId === went.callId, passing !== 'b2bua-new-call-id')
  })
}

test('a participating server of somebody else is certified in its place', async () => {
  const listening = await freePorts()
  const server = await outsideServer(listening, undefined, ['--role', 'participating', '--passing', 'b2bua'])
  try {
    const out = newFolder()
    const profile = path.join(ROOT, 'profiles', 'participating-user.yaml')
    const only = ['TP_ARR_025', 'TP_DEP_023', 'TP_NEG_026']
    const ended = await run(out, 30_500, '--profile', profile, ...against(server, listening), '--only', ...only)
    const { results } = verdictsOf(out)
    assert.deepEqual(
      results.filter(({ id }) => only.includes(id)).map(({ verdict }) => verdict),
      ['pass', 'pass', 'pass'],
      story(ended),
    )
  } finally {
    await server.stop()
  }
})

test('a server in the wrong role is hindered by the trial before the first scenario, and fails nothing', async () => {
  const listening = await freePorts()
  const server = await outsideServer(listening)
  try {
    const out = newFolder()
    const profile = path.join(ROOT, 'profiles', 'participating-user.yaml')
    const ended = await run(out, 31_000, '--profile', profile, ...against(server, listening), '--only', 'TP_ARR_025')
    const found = verdictsOf(out).results.find(({ id }) => id === 'TP_ARR_025')
    assert.equal(found?.verdict, 'inconclusive', story(ended))
    assert.match(found.reason, /did not reach our controlling function.*passes on what goes to sip:factory@im\.example/s)
  } finally {
    await server.stop()
  }
})
