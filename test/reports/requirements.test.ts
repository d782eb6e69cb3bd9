// requirements.json and requirements.html: every requirement, its purposes, their verdicts, and what nobody tests.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import Ajv2020 from 'ajv/dist/2020'
import { catalogueGaps } from '../../judge/requirements/catalogue-gaps'
import { requirements } from '../../judge/requirements/clauses'
import { testPurposes } from '../../judge/requirements/test-purposes'
import { linksOf } from '../../reports/allure/result-details'
import { requirementsDocument, requirementsHtml } from '../../reports/requirements'
import { sampleResult, sampleVerdicts } from './fixtures/sample-verdicts'

const root = resolve(__dirname, '..', '..')
const run = sampleVerdicts([sampleResult('TP_DEP_001', 'fail'), sampleResult('TP_DEP_002', 'pass')])

test('requirements.json is what its published schema says, and has every requirement and every row set aside', () => {
  const schema = JSON.parse(readFileSync(join(root, 'docs', 'schema', 'requirements.schema.json'), 'utf8')) as object
  const isValid = new Ajv2020({ strict: true }).compile(schema)
  const document = JSON.parse(JSON.stringify(requirementsDocument(run))) as ReturnType<typeof requirementsDocument>
  assert.ok(isValid(document), JSON.stringify(isValid.errors))
  assert.equal(isValid({ ...document, requirements: [{ ...document.requirements[0], level: 'OUGHT' }] }), false)
  assert.deepEqual(
    document.requirements.map(({ id }) => id),
    requirements.map(({ id }) => id),
  )
  assert.deepEqual(
    document.gaps.map(({ id }) => id),
    catalogueGaps.map(({ id }) => id),
  )
})

test('a purpose stands at its requirements with its verdict, without one where it was not selected', () => {
  const { requirements: rows } = requirementsDocument(run)
  const step2 = rows.find(({ id }) => id === 'CR_6.2.3.2_2')?.testPurposes ?? []
  const verdictOf = (purpose: string): unknown => step2.find(({ id }) => id === purpose)
  assert.deepEqual(verdictOf('TP_DEP_001'), { id: 'TP_DEP_001', kind: 'P', verdict: 'fail' })
  assert.deepEqual(verdictOf('TP_DEP_002'), { id: 'TP_DEP_002', kind: 'N', verdict: 'pass' })
  assert.deepEqual(verdictOf('TP_ARR_001'), { id: 'TP_ARR_001', kind: 'P', verdict: undefined })
  assert.deepEqual(rows.find(({ id }) => id === 'OMADDS_6.2.4_2')?.gaps, ['TP_EVT_004'])
  const untested = rows.find(({ id }) => id === 'RFC6733_2.1_2')
  assert.deepEqual(untested?.testPurposes, [])
  assert.match(untested?.untested ?? '', /the record on it is not lost/)
})

test('every link of an Allure result to a requirement leads to a row of requirements.html', () => {
  const html = requirementsHtml(run)
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  for (const { id, requirements: cited } of testPurposes) {
    const links = linksOf({ ...sampleResult(id, 'pass'), requirements: cited }, '../requirements.html#%s')
    for (const { url } of links) assert.ok(ids.has(decodeURIComponent(url.split('#')[1] ?? '')), `${id}: ${url}`)
  }
})

test('requirements.html leads from a failed purpose to report.html, says why a clause is not tested, and loads and runs nothing', () => {
  const html = requirementsHtml(run)
  assert.match(html, /<a class="purpose fail"[^>]* href="report\.html#r-TP_DEP_001">/)
  assert.match(html, /not tested yet: TP_PEER_004 looks at when the server connects again, not at when it hangs up/)
  assert.match(html, /default-src 'none'/)
  assert.doesNotMatch(html, /<script|https?:/)
})

test('what a server calls itself is words in requirements.html', () => {
  const html = requirementsHtml({ ...run, sut: { ...run.sut, name: '<script>alert(1)</script>' } })
  assert.doesNotMatch(html, /<script/)
})
