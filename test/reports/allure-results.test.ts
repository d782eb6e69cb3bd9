// Scenario and verdict together: statuses, labels, links, messages, attachments, marks, and that no result gets lost.
import assert from 'node:assert/strict'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { TestResult } from 'allure-js-commons'
import { AllureReportError, scenarioDecisions, writeAllureResults } from '../../reports/allure'
import { messageOf } from '../../reports/allure/result-details'
import { cucumberEnvelopes } from './fixtures/allure/cucumber-run'
import { rowIds, slice, written } from './fixtures/allure/written'
import { sampleDemand, sipRequest, SliceWriter } from './fixtures/sample-slice'
import { sampleFinding, sampleResult, sampleVerdicts } from './fixtures/sample-verdicts'
import type { ReportedResult } from '../../judge/verdicts-document'

/** All rows pass, but the first has this verdict. */
function firstIs(verdict: ReportedResult['verdict'], more: Partial<ReportedResult> = {}): ReturnType<typeof sampleVerdicts> {
  return sampleVerdicts(rowIds.map((id, index) => (index === 0 ? sampleResult(id, verdict, more) : sampleResult(id, 'pass'))))
}

function labels(result: TestResult, name: string): readonly string[] {
  return result.labels.filter((one) => one.name === name).map((one) => one.value)
}

test('a scenario that cucumber passed gets the verdict of its purpose', async () => {
  const expected = {
    pass: 'passed',
    fail: 'failed',
    error: 'broken',
    inconclusive: 'broken',
    'not-applicable': 'skipped',
  } as const
  for (const [verdict, status] of Object.entries(expected)) {
    const { named } = await written({ verdicts: firstIs(verdict as ReportedResult['verdict']) })
    assert.equal(named('passed').status, status, verdict)
    assert.deepEqual(labels(named('passed'), 'verdict'), [verdict])
  }
})

test('messages begin with what kind of end it is', async () => {
  const message = async (verdict: ReportedResult['verdict']) =>
    (await written({ verdicts: firstIs(verdict) })).named('passed').statusDetails.message
  assert.equal(await message('inconclusive'), 'INCONCLUSIVE: inconclusive, because')
  assert.equal(await message('not-applicable'), 'N/A: not-applicable, because')
  assert.equal(await message('error'), 'error, because')
  assert.match((await message('fail')) ?? '', /^TP_ROW_001 {2}Ensure one interim[^]*clause {4}OMA CR §6\.2\.3\.2 \(MUST\)/)
})

test('cucumber and verdict: the worse of the two', async () => {
  const verdicts = sampleVerdicts(rowIds.map((id) => sampleResult(id, 'fail')))
  const { named } = await written({ verdicts })
  assert.equal(named('undefined last step').status, 'broken')
  assert.equal(named('skipped after a passed step').status, 'failed')
  assert.equal(named('a precondition is not reached').status, 'failed')
})

test('a fail seen in another scenario says where', async () => {
  const findings = [{ ...sampleFinding, events: ['t1.ndjson#712'] }]
  const { named } = await written({ verdicts: firstIs('fail', { findings }) })
  assert.match(
    named('passed').statusDetails.message ?? '',
    /^Seen in another scenario: TP_ROW_007\.1 “After throws a ConformanceAssertion”\n/,
  )
  const own = await written({ verdicts: firstIs('fail', { findings: [{ ...sampleFinding, events: ['t1.ndjson#150'] }] }) })
  assert.doesNotMatch(own.named('passed').statusDetails.message ?? '', /another scenario/)
})

test('a pass with warnings is passed, labelled, with a banner in which foreign text is no markup', async () => {
  const warnings = [{ ...sampleFinding, actual: '<script>alert(1)</script> **2**' }]
  const result = (await written({ verdicts: firstIs('pass', { warnings }) })).named('passed')
  assert.equal(result.status, 'passed')
  assert.ok(labels(result, 'tag').includes('warning'))
  assert.match(result.description ?? '', /^> \*\*Passed with 1 warning\*\*/)
  assert.match(result.description ?? '', /&lt;script&gt;alert\\\(1\\\)&lt;\/script&gt; \\\*\\\*2\\\*\\\*/)
})

test('labels, requirement links and evidence stand at the result', async () => {
  await written({}, ({ named, read }) => {
    const result = named('passed')
    assert.match(labels(result, 'epic').join(), /^OMA CR/)
    assert.deepEqual(labels(result, 'feature'), ['OMA CR §6.2.3.2 step 2'], 'the tree of behaviours goes by clause')
    assert.deepEqual(labels(result, 'story'), ['TP_ROW_001 Ensure one interim is sent when a participant leaves'])
    assert.deepEqual(labels(result, 'parentSuite'), ['TP_ROW'], 'suites go by family')
    assert.deepEqual(labels(result, 'severity'), ['critical'])
    assert.ok(labels(result, 'tag').includes('@TP_ROW_001'))
    assert.deepEqual(result.links[0], { type: 'tms', name: 'CR_6.2.3.2_2', url: '../requirements.html#CR_6.2.3.2_2' })
    const names = ['ladder.svg', 'ch1.txt', 'sip.txt', 'traffic.pcapng', 'Bob.sipp.xml']
    assert.deepEqual(
      result.attachments.map((one) => one.name),
      names,
    )
    assert.deepEqual(
      result.attachments.map((one) => read(one.source)),
      names,
    )
    assert.equal(result.attachments[0]?.type, 'image/svg+xml')
    assert.deepEqual(named('failed').attachments, [])
  })
})

test('purposes judged over the whole run get a result of their own, also one without a verdict', async () => {
  const findings = [{ ...sampleFinding, events: ['t1.ndjson#150'] }]
  const verdicts = sampleVerdicts([
    ...rowIds.map((id) => sampleResult(id, 'pass')),
    sampleResult('TP_SEQ_014', 'fail', { findings }),
  ])
  const done = await written({ verdicts, runWide: ['TP_SEQ_014', 'TP_SEQ_015'] })
  assert.equal(done.written, 17)
  const result = done.results.find((one) => one.fullName === 'run-wide#TP_SEQ_014')
  assert.equal(result?.status, 'failed')
  assert.deepEqual(
    result?.attachments.slice(0, 2).map(({ name }) => name),
    ['expected against actual', 'TP_ROW_001.1 ladder.svg'],
  )
  assert.deepEqual(
    result?.parameters.map(({ name, value }) => `${name} ${value}`),
    ['role controlling', 'engine sipp', 'binding Diameter'],
  )
  assert.equal(done.named('TP_SEQ_015').status, 'broken')
})

test('a scenario whose purpose has no verdict is broken, never green', async () => {
  const { named } = await written({ verdicts: sampleVerdicts([]) })
  assert.equal(named('passed').status, 'broken')
  assert.equal(named('passed').statusDetails.message, 'verdicts.json has no verdict for TP_ROW_001')
})

test('the step whose demand was broken is marked, the others are not', async () => {
  const w = new SliceWriter()
  w.add({ kind: 'step', edge: 'begin', keyword: 'Given', text: 'a step that passes' })
  w.add({ kind: 'step', edge: 'begin', keyword: 'Then', text: 'a step that passes' })
  w.add({ kind: 'demand', demand: sampleDemand('d-1', 'departure-interim-missing') })
  const finding = {
    rule: 'r',
    owner: 'TP_ROW_001',
    clause: 'OMA CR §6.2.3.2',
    level: 'MUST',
    grade: 'verified',
    expected: 'one',
    actual: 'none',
    atUs: 0,
    events: [],
  } as const
  const own = slice('TP_ROW_001', 'passed', 100, 199)
  const demands = [{ demand: sampleDemand('d-1', 'r'), decision: { demand: 'd-1', state: 'broken', finding } }] as const
  const decisions = [scenarioDecisions(own, w.events, demands)]
  const result = (await written({ decisions, verdicts: firstIs('fail') })).named('passed')
  assert.deepEqual(
    result.steps.map((step) => step.status),
    ['passed', 'failed'],
  )
  assert.match(result.steps[1]?.statusDetails.message ?? '', /^OMA CR §6\.2\.3\.2: expected one; came none \(rule r\)/)

  const open = [
    { demand: sampleDemand('d-1', 'r'), decision: { demand: 'd-1', state: 'undecidable', missing: 'no ticks' } },
  ] as const
  const unknown = (
    await written({ decisions: [scenarioDecisions(own, w.events, open)], verdicts: firstIs('inconclusive') })
  ).named('passed')
  assert.deepEqual(
    unknown.steps.map((step) => step.status),
    ['passed', 'broken'],
  )
})

test('parameters say on what a result was got, those of the scenario before those of the run', async () => {
  const w = new SliceWriter()
  w.sip('toSut', 'Alice', sipRequest('BYE', 'alice', 1))
  w.add({ kind: 'wire', participant: 'Alice', aor: 'sip:alice@home.example', engine: 'socket', state: 'started' })
  const own = scenarioDecisions(slice('TP_ROW_001', 'passed', 100, 199), w.events, [])
  const { named, results } = await written({ decisions: [own], verdicts: { ...firstIs('pass'), binding: 'http' } })
  const said = (result: TestResult) => result.parameters.map(({ name, value }) => `${name} ${value}`)
  assert.deepEqual(said(named('passed')), ['role controlling', 'engine socket', 'transport UDP', 'binding HTTP, experimental'])
  assert.deepEqual(said(named('failed')), ['role controlling', 'engine sipp', 'binding HTTP, experimental'])
  const own4 = ['role', 'engine', 'transport', 'binding']
  for (const { parameters } of results)
    for (const { name, excluded } of parameters) assert.equal(excluded === true, own4.includes(name), 'no part of the history id')
})

test('expected stands against actual in a table that Allure shows, and no cell of it is a formula or breaks out', async () => {
  const own = { testPurpose: 'TP_ROW_001', k: 1, transports: [], engines: [] }
  const met = { demand: 'd', state: 'met', by: [] } as const
  const open = { demand: 'd', state: 'undecidable', missing: 'no ticks' } as const
  const at = { level: 'MUST', clause: 'OMA CR §6.2.3.2' } as const
  const steps = [{ step: 0, text: 'one INTERIM, "at once"', decisions: [met, open].map((decision) => ({ ...at, decision })) }]
  const findings = [{ ...sampleFinding, expected: '=1+1', actual: '\u001b[31m,"\n' }]
  await written({ decisions: [{ ...own, steps }], verdicts: firstIs('fail', { findings }) }, ({ named, read }) => {
    const table = named('passed').attachments.find(({ name }) => name === 'expected against actual')
    assert.equal(table?.type, 'text/csv')
    assert.deepEqual(read(table?.source ?? '').split('\n'), [
      '"state","clause","level","expected","actual","rule"',
      '"met","OMA CR §6.2.3.2","MUST","one INTERIM, ""at once""","as expected",""',
      '"inconclusive","OMA CR §6.2.3.2","MUST","one INTERIM, ""at once""","not decided: no ticks",""',
      '"broken","OMA CR §6.2.3.2","MUST","\'=1+1","\\x1b[31m,""\\x0a","departure-interim-missing"',
      '',
    ])
    assert.equal(named('failed').attachments.length, 0, 'nothing to compare')
  })
})

test('decisions for a step with another text mark nothing', async () => {
  const w = new SliceWriter()
  w.add({ kind: 'step', edge: 'begin', text: 'another step' })
  w.add({ kind: 'demand', demand: sampleDemand('d-1', 'r') })
  const demands = [{ demand: sampleDemand('d-1', 'r'), decision: { demand: 'd-1', state: 'undecidable', missing: 'x' } }] as const
  const decisions = [scenarioDecisions(slice('TP_ROW_001', 'passed', 100, 199), w.events, demands)]
  assert.deepEqual(
    (await written({ decisions })).named('passed').steps.map((step) => step.status),
    ['passed', 'passed'],
  )
})

test('a scenario that never finished is broken and counted', async () => {
  const envelopes = await cucumberEnvelopes()
  const cut = envelopes.findIndex((envelope) => envelope.testStepStarted !== undefined) + 1
  const { results, named } = await written({ envelopes: envelopes.slice(0, cut) })
  assert.equal(results.length, 1)
  assert.equal(named('passed').status, 'broken')
  assert.match(named('passed').statusDetails.message ?? '', /the run ended before this scenario did/)
  assert.equal(named('passed').steps[0]?.status, 'broken')
})

test('rows of an outline find their own slices', async () => {
  const slices = [slice('TP_ROW_013', 'rows of an outline', 200, 299, 2), slice('TP_ROW_013', 'rows of an outline', 100, 199, 1)]
  const findings = [{ ...sampleFinding, events: ['t1.ndjson#250'] }]
  const verdicts = sampleVerdicts(
    rowIds.map((id) => sampleResult(id, id === 'TP_ROW_013' ? 'fail' : 'pass', id === 'TP_ROW_013' ? { findings } : {})),
  )
  const { results } = await written({ slices, verdicts })
  const said = results
    .filter((one) => one.name === 'rows of an outline')
    .map((one) => [one.parameters[0]?.value, /^Seen in another/.test(one.statusDetails.message ?? '')])
  assert.deepEqual(said.sort(), [
    ['Alice', true],
    ['Bob', false],
  ])
})

test('categories, environment and executor are written; an earlier report is replaced, foreign files stay', async () => {
  await written({}, ({ read }, input) => {
    assert.match(read('environment.properties'), /^node=v20$/m)
    assert.deepEqual(
      (JSON.parse(read('categories.json')) as { name: string }[]).map((one) => one.name),
      ['Conformance failures', 'Inconclusive', 'Suite defects', 'Not applicable'],
    )
    assert.match(read('executor.json'), /"name":"ch1-conformance"/)
    writeFileSync(path.join(input.resultsDir, 'mine.txt'), '')
    assert.equal(writeAllureResults(input).written, 15)
    const files = readdirSync(input.resultsDir)
    assert.equal(files.filter((file) => file.endsWith('-result.json')).length, 15)
    assert.ok(files.includes('mine.txt'))
  })
})

test('a result that is not written is an error that names the numbers', async () => {
  await written({}, (_, input) => {
    const gone = input.envelopes.find((envelope) => envelope.testCase)
    const damaged = { ...input, envelopes: input.envelopes.filter((envelope) => envelope !== gone) }
    assert.throws(
      () => writeAllureResults(damaged),
      (error) =>
        error instanceof AllureReportError && /^14 Allure results .* 15 test cases ran .* 15 expected/.test(error.message),
    )
    assert.throws(() => writeAllureResults({ ...input, resultsDir: 'relative' }), AllureReportError)
    rmSync(input.resultsDir, { recursive: true })
  })
})

test('messages made of foreign text are harmless and bounded, whatever the outcome', () => {
  const evil = `\u001b[31m\u202e\u009b<script>\nsecond line ${'x'.repeat(1_000_000)}`
  for (const word of ['skipped', 'inconclusive', 'fail', 'error'] as const) {
    const verdict = word === 'skipped' ? 'not-applicable' : word
    const result = sampleResult('TP_ARR_001', verdict, { reason: evil, findings: [] })
    const message = messageOf({ word, cucumber: { word, message: evil }, result, slices: [] }) ?? ''
    assert.match(message, /\\x1b\[31m\\u202e\\x9b<script>\nsecond line xxx/, word)
    assert.ok(message.length < 21_000, word)
  }
})
