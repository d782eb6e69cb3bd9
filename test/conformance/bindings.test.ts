// The same purposes over Diameter and over our experimental HTTP binding: the same verdicts, with and without a fault in the server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpSync } from 'node:fs'
import path from 'node:path'
import { testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'
import { mutantById } from '../../sut/mutants'
import { NOT_ASKED } from './asked'
import { embeddedRun } from './embedded-run'
import { ch1, newFolder, runArgs, story, verdictsOf, type Ended } from './run-process'
import { allEvents } from './stored-history'

const families = /^TP_(ARR|DEP|SEQ|NEG)_/
/** Enough to kill both mutants, and soon done. */
const CHEAP = ['TP_DEP_001', 'TP_DEP_006', 'TP_ARR_005', 'TP_SEQ_001']
const independent = testPurposes.filter(({ id }) => families.test(id) && !NOT_ASKED.includes(id)).map(({ id }) => id)

interface Run {
  readonly out: string
  readonly document: ReturnType<typeof verdictsOf>
  readonly ended: Ended
}

let http: Promise<Run> | undefined

/** One whole run over HTTP, shared by the tests that look at it. */
function httpRun(): Promise<Run> {
  return (http ??= run())
}

async function run(...more: readonly string[]): Promise<Run> {
  const out = newFolder()
  const ended = await ch1(...runArgs(out, '--binding', 'http', ...more))
  return { out, ended, document: verdictsOf(out) }
}

/** `TP_ARR_001 pass`, and what was found, rule by rule. */
function verdicts({ results }: Run['document']): readonly string[] {
  return results
    .filter(({ id }) => families.test(id) && !NOT_ASKED.includes(id))
    .map(({ id, verdict, findings }) => [id, verdict, ...findings.map(({ rule }) => rule)].join(' '))
    .sort()
}

test('over HTTP every purpose of ARR, DEP, SEQ and NEG passes, as over Diameter', async () => {
  const { document, ended } = await httpRun()
  assert.equal(ended.code, 0, story(ended))
  assert.deepEqual(verdicts(document), verdicts(verdictsOf((await embeddedRun()).out)))
  assert.deepEqual(verdicts(document), independent.map((id) => `${id} pass`).sort())
})

test('over HTTP it really was HTTP: no Diameter message, and every record a request of the binding', async () => {
  const { out, document } = await httpRun()
  const doors = allEvents(out).flatMap((event) => (event.kind === 'ch1' ? [event.door] : []))
  assert.ok(doors.length > 100)
  assert.deepEqual([...new Set(doors)], ['http'])
  assert.equal(document.binding, 'http')
})

test('what judges Diameter messages is not applicable over HTTP, with the reason', async () => {
  const { document } = await httpRun()
  const rest = document.results.filter(({ id, verdict }) => verdict === 'not-applicable' && !NOT_ASKED.includes(id))
  assert.deepEqual(
    rest.map(({ id, reason }) => [id, reason]),
    testPurposes
      .filter(({ id, needs }: TestPurpose) => needs?.binding === 'diameter' && !NOT_ASKED.includes(id))
      .map(({ id }) => [id, 'it judges diameter messages, and the run charges over http']),
  )
})

test('a run over HTTP makes no conformance claim, whatever passed', async () => {
  const { document, ended } = await httpRun()
  assert.equal(document.summary.fail + document.summary.inconclusive + document.summary.error, 0)
  assert.equal(document.conformance, 'partial')
  assert.match(ended.stdout, /HTTP: experimental, defined by no standard; these verdicts are no conformance claim/)
})

test('a stored run over HTTP is judged again to the same verdicts, from its histories alone', async () => {
  const { out, document } = await httpRun()
  const alone = newFolder()
  cpSync(path.join(out, 'history'), path.join(alone, 'history'), { recursive: true })
  const again = await ch1('judge', alone, '--json')
  const { results, binding, conformance } = JSON.parse(again.stdout) as Run['document']
  assert.deepEqual([binding, conformance], ['http', 'partial'])
  assert.deepEqual(
    results.map(({ id, verdict }) => `${id} ${verdict}`),
    document.results.map(({ id, verdict }) => `${id} ${verdict}`),
  )
})

for (const id of ['interim-missing-on-bye', 'participant-count-stale'])
  test(`the mutant ${id} is killed over HTTP by all that must kill it`, async () => {
    const names = mutantById(id).names.filter(({ purpose }) => CHEAP.includes(purpose))
    const { document, ended } = await run('--mutant', id, '--only', ...CHEAP)
    assert.equal(ended.code, 1, story(ended))
    assert.ok(names.length > 0)
    for (const { purpose, rule } of names) {
      const result = document.results.find((one) => one.id === purpose)
      assert.equal(result?.verdict, 'fail', purpose)
      assert.ok(
        result.findings.some((finding) => finding.rule === rule),
        `${purpose} ${rule}`,
      )
    }
    const others = document.results.filter((one) => one.verdict === 'fail' && !names.some(({ purpose }) => purpose === one.id))
    assert.deepEqual(others, [], 'and by nothing else')
  })

test('a stored run on sockets is judged alone: what SIPp alone drives does not apply, as in the run', async () => {
  const { out, document } = await run('--engine', 'socket', '--only', 'TP_DEP_001', 'TP_SEQ_010')
  const alone = newFolder()
  cpSync(path.join(out, 'history'), path.join(alone, 'history'), { recursive: true })
  const { results } = JSON.parse((await ch1('judge', alone, '--json')).stdout) as Run['document']
  const of = ({ results: all }: Pick<Run['document'], 'results'>): unknown =>
    all.filter(({ id }) => id === 'TP_SEQ_010').map(({ verdict, reason }) => [verdict, reason])
  assert.deepEqual(of({ results }), [['not-applicable', 'it is driven by SIPp alone, and the run has --engine socket']])
  assert.deepEqual(of({ results }), of(document))
})

test('a binding that does not exist is a message', async () => {
  const { code, stderr } = await ch1('run', '--binding', 'soap')
  assert.equal(code, 4)
  assert.match(stderr, /there is no binding "soap"[^]*--binding[^]*diameter or http/)
})
