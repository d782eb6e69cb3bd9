// JUnit of our own: every verdict survives, counts are right, hostile text does no harm.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { junitXml } from '../../reports/junit'
import { ansi, rtl, script } from './fixtures/hostile-slice'
import { requireJUnitSchema } from './fixtures/junit-schema'
import { sampleFinding, sampleResult, sampleVerdicts } from './fixtures/sample-verdicts'
import { elementsOf } from './fixtures/well-formed'

const xml = junitXml(sampleVerdicts())
const caseOf = (id: string): string =>
  new RegExp(`<testcase [^>]*name="${id} [^>]*?(?:/>|>[^]*?</testcase>)`).exec(xml)?.[0] ?? ''

test('one test case a purpose, counted by verdict', () => {
  assert.equal(elementsOf(xml).filter((name) => name === 'testcase').length, 6)
  assert.match(
    xml,
    /<testsuite name="ch1-conformance" tests="6" failures="1" errors="2" time="12.400" skipped="1" timestamp="2026-11-23T10:04:07.113Z">/,
  )
})

test('elements, attributes and order are those of the schema that CI readers hold JUnit to', () => {
  requireJUnitSchema(xml)
  requireJUnitSchema(junitXml(sampleVerdicts([])))
  for (const bad of [
    xml.replace('<testsuites ', '<testsuites skipped="1" '),
    xml.replace('<testcase ', '<testcase file="x" '),
    xml.replace(/ classname="[^"]*"/, ''),
    xml.replace('    <properties>', '    <system-out></system-out><properties>'),
    xml.replace(/time="12\.400"/, 'time="12,4"'),
  ])
    assert.throws(() => requireJUnitSchema(bad), assert.AssertionError)
})

test('fail is a failure with its rule as type', () => {
  assert.match(
    caseOf('TP_DEP_001'),
    /<failure type="departure-interim-missing" message="expected exactly one ACR\[INTERIM\] within 2000 ms of the BYE of sip:bob-7@home.example; came none">/,
  )
  assert.match(caseOf('TP_DEP_001'), /classname="ch1-conformance.DEP"/)
  assert.match(caseOf('TP_DEP_001'), /clause {4}OMA CR §6\.2\.3\.2 \(MUST\)/)
})

test('inconclusive and error are errors, told apart by type; not applicable is skipped with its reason', () => {
  assert.match(caseOf('TP_DEP_003'), /<error type="inconclusive" message="INCONCLUSIVE: Bob never came in/)
  assert.match(caseOf('TP_NEG_005'), /<error type="suite" message="the SIPp process of Bob ended \(signal SIGKILL\)">/)
  assert.match(caseOf('TP_CNT_010'), /<skipped message="N\/A: the profile says subscriptionId: no"\/>/)
})

test('a pass has nothing, a pass with warnings has them in system-out', () => {
  assert.match(caseOf('TP_ARR_001'), /^<testcase [^>]*\/>$/)
  assert.match(caseOf('TP_ARR_005'), /<system-out>WARNING TP_ARR_005[^]*clause {4}3GPP TS 32\.299 §7\.2\.117 \(SHOULD\)/)
})

test('markup is escaped and characters that XML forbids are removed', () => {
  const evil = `${script}\u0000${ansi}${rtl}]]>`
  const finding = { ...sampleFinding, expected: evil, actual: evil, clause: evil, rule: evil }
  const hostile = junitXml(
    sampleVerdicts([
      sampleResult('TP_ARR_001', 'fail', { purpose: evil, findings: [finding] }),
      sampleResult('TP_ARR_002', 'error', { reason: evil }),
    ]),
  )
  assert.equal(elementsOf(hostile).includes('script'), false)
  assert.doesNotMatch(hostile, /[\u0000-\u0008\u000b-\u001f]/)
})

test('direction marks, C1 controls and a megabyte of a reason are shown harmlessly, and short', () => {
  const evil = `${rtl}\u009b31m${'x'.repeat(1_000_000)}`
  const hostile = junitXml({
    ...sampleVerdicts([
      sampleResult('TP_ARR_001', 'error', { reason: evil }),
      sampleResult('TP_ARR_002', 'inconclusive', { reason: evil }),
      sampleResult('TP_ARR_003', 'not-applicable', { reason: evil }),
      sampleResult('TP_ARR_004', 'fail', { purpose: evil, reason: evil, findings: [] }),
    ]),
    sut: { name: evil, version: evil, role: evil },
  })
  assert.doesNotMatch(hostile, /[\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/)
  assert.match(hostile, /\\u202egnp\.exe/)
  assert.ok(hostile.length < 20_000, String(hostile.length))
})

test('a fail without findings is still a failure', () => {
  assert.match(
    junitXml(sampleVerdicts([sampleResult('TP_ARR_001', 'fail', { findings: [] })])),
    /<failure type="unknown" message="fail, because">/,
  )
})
