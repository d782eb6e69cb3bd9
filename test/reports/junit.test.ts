// JUnit of our own: every verdict survives, counts are right, hostile text does no harm.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { junitXml } from '../../reports/junit'
import { ansi, rtl, script } from './fixtures/hostile-slice'
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

/** What the schema of JUnit that strict readers use allows: element → attributes (`!`: must be there), and the order of what is in it. */
const GRAMMAR: Readonly<Record<string, { readonly attributes: readonly string[]; readonly inside: RegExp }>> = {
  testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'], inside: /^(testsuite )*$/ },
  testsuite: {
    attributes: [
      'name!',
      'tests!',
      'failures',
      'errors',
      'time',
      'disabled',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
    ],
    inside: /^(properties )?(testcase )*(system-out )?(system-err )?$/,
  },
  properties: { attributes: [], inside: /^(property )+$/ },
  property: { attributes: ['name!', 'value!'], inside: /^$/ },
  testcase: {
    attributes: ['name!', 'classname!', 'assertions', 'time', 'status'],
    inside: /^(skipped |error |failure )?(system-out )?(system-err )?$/,
  },
  skipped: { attributes: ['message', 'type'], inside: /^$/ },
  error: { attributes: ['type', 'message'], inside: /^$/ },
  failure: { attributes: ['type', 'message'], inside: /^$/ },
  'system-out': { attributes: [], inside: /^$/ },
}

/** Elements, attributes and their order are those of the schema; counts and times are numbers. Throws what is not. */
function requireSchema(document: string): void {
  elementsOf(document) // well-formed, so that a stack is enough below
  const open: { name: string; inside: string }[] = []
  for (const [, closing, name = '', said = '', empty] of document.matchAll(/<(\/?)([a-z-]+)((?: [\w.]+="[^"]*")*)(\/?)>/g)) {
    const rule = GRAMMAR[name]
    assert.ok(rule, `<${name}> is no element of JUnit`)
    if (closing === '') {
      const values = new Map([...said.matchAll(/ ([\w.]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]))
      for (const key of values.keys())
        assert.ok(
          rule.attributes.some((one) => one.replace('!', '') === key),
          `<${name} ${key}>`,
        )
      for (const one of rule.attributes) if (one.endsWith('!')) assert.ok(values.has(one.slice(0, -1)), `<${name}> has no ${one}`)
      for (const key of ['tests', 'failures', 'errors', 'skipped']) assert.match(values.get(key) ?? '0', /^\d+$/)
      assert.match(values.get('time') ?? '0', /^\d+(\.\d+)?$/)
      const above = open.at(-1)
      if (above) above.inside += `${name} `
      open.push({ name, inside: '' })
    }
    if (closing === '/' || empty === '/') assert.match(open.pop()?.inside ?? '', rule.inside, `what is in <${name}>`)
  }
}

test('elements, attributes and order are those of the schema that CI readers hold JUnit to', () => {
  requireSchema(xml)
  requireSchema(junitXml(sampleVerdicts([])))
  for (const bad of [
    xml.replace('<testsuites ', '<testsuites skipped="1" '),
    xml.replace('<testcase ', '<testcase file="x" '),
    xml.replace(/ classname="[^"]*"/, ''),
    xml.replace('    <properties>', '    <system-out></system-out><properties>'),
    xml.replace(/time="12\.400"/, 'time="12,4"'),
  ])
    assert.throws(() => requireSchema(bad), assert.AssertionError)
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
