// JUnit XML of a run, for machines that read nothing else: one test case a test purpose, no verdict lost on the way.
import type { ReportedFinding, ReportedResult, VerdictsDocument } from '../judge/verdicts-document'
import { findingBlock, findingTitle, tryCommand } from './finding-text'
import { harmless, xmlText } from './harmless-text'

/** Of a reason or a name: a reader of JUnit shows them in a cell. */
const MOST_CHARS = 1_000

/**
 * fail → `<failure type="rule">`, inconclusive → `<error type="inconclusive">`, error → `<error type="suite">`,
 * not applicable → `<skipped message="N/A: …">`, pass → nothing; warnings stand in `<system-out>`.
 */
export function junitXml(d: VerdictsDocument): string {
  const count = (...words: readonly ReportedResult['verdict'][]) => d.results.filter((one) => words.includes(one.verdict)).length
  const durationMs = Date.parse(d.finishedAt) - Date.parse(d.startedAt)
  const totals = {
    name: 'ch1-conformance',
    tests: d.results.length,
    failures: count('fail'),
    errors: count('inconclusive', 'error'),
    time: seconds(Number.isNaN(durationMs) ? 0 : durationMs),
  }
  // strict readers know no `skipped` and no `timestamp` of all suites together
  const ofSuite = { ...totals, skipped: count('not-applicable'), timestamp: d.startedAt }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(totals)}>`,
    `  <testsuite${attributes(ofSuite)}>`,
    ...properties(d),
    ...d.results.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function properties(d: VerdictsDocument): readonly string[] {
  const rows = {
    'suite.version': d.suite.version,
    'suite.digest': d.suite.digest,
    'sut.name': d.sut.name,
    'sut.version': d.sut.version,
    'sut.role': d.sut.role,
    'profile.name': d.profile.name,
    'profile.digest': d.profile.digest,
    engine: d.engine,
    aborted: d.aborted,
    conformance: d.conformance,
  }
  return [
    '    <properties>',
    ...Object.entries(rows).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
  ]
}

function testCase(result: ReportedResult): string {
  const family = /^TP_([A-Z0-9]+)_/.exec(result.id)?.[1] ?? 'OTHER'
  const head = attributes({
    classname: `ch1-conformance.${family}`,
    name: `${result.id} ${result.purpose}`,
    time: seconds(result.durationMs),
  })
  const inside = [...outcome(result), ...warnings(result)]
  return inside.length === 0 ? `    <testcase${head}/>` : [`    <testcase${head}>`, ...inside, '    </testcase>'].join('\n')
}

function outcome(result: ReportedResult): readonly string[] {
  const [first] = result.findings
  switch (result.verdict) {
    case 'pass':
      return []
    case 'not-applicable':
      return [`      <skipped${attributes({ message: `N/A: ${result.reason}` })}/>`]
    case 'inconclusive':
      return [
        `      <error${attributes({ type: 'inconclusive', message: `INCONCLUSIVE: ${result.reason}` })}>${xmlText(howToGoOn(result))}</error>`,
      ]
    case 'error':
      return [`      <error${attributes({ type: 'suite', message: result.reason })}>${xmlText(howToGoOn(result))}</error>`]
    case 'fail':
      return [
        `      <failure${attributes({ type: first?.rule ?? 'unknown', message: first ? findingTitle(first) : result.reason })}>${xmlText(
          first ? result.findings.map((finding) => block(result, finding)).join('\n\n') : howToGoOn(result),
        )}</failure>`,
      ]
  }
}

function warnings(result: ReportedResult): readonly string[] {
  if (result.warnings.length === 0) return []
  const blocks = result.warnings.map((finding) => 'WARNING ' + findingBlock(result, finding, { out: '.', level: 'SHOULD' }))
  return [`      <system-out>${xmlText(blocks.join('\n\n'))}</system-out>`]
}

function block(result: ReportedResult, finding: ReportedFinding): string {
  return findingBlock(result, finding, { out: '.' })
}

function howToGoOn(result: ReportedResult): string {
  return `${harmless(result.reason, MOST_CHARS)}\n  demands   ${result.demands.decided} of ${result.demands.total} decided\n  try       ${tryCommand(result)}`
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function attributes(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(harmless(String(value), MOST_CHARS))}"`)
    .join('')
}
