// The run's summary for standard output: the counts with their denominator, what failed first, then what could not be told, then where to look.
import type { ReportedResult, VerdictsDocument } from '../judge/verdicts-document'
import { evidenceLines, findingBlock, tryCommand } from './finding-text'
import { harmless } from './harmless-text'

type Paint = (text: string, colour: 'red' | 'yellow' | 'green' | 'bold' | 'grey') => string

/** `out` is the output directory as the user would type it. Plain text; escape sequences only with `colour`. Ends with a line end. */
export function summaryText(
  d: VerdictsDocument,
  o: { readonly out: string; readonly colour: boolean; readonly made?: (file: string) => boolean },
): string {
  const paint: Paint = o.colour ? painted : (text) => text
  const of = (word: ReportedResult['verdict']) => d.results.filter((one) => one.verdict === word)
  const sections = [
    header(d, paint),
    ...of('fail').map((one) => failed(one, o.out, paint)),
    ...of('error').map((one) => undecided('ERROR', one, o.out, paint)),
    ...of('inconclusive').map((one) => undecided('INCONCLUSIVE', one, o.out, paint)),
    ...d.results.filter((one) => one.warnings.length > 0).map((one) => warned(one, paint)),
    notApplicable(of('not-applicable'), paint),
    whereToLook(d, o.out, paint, o.made ?? (() => true)),
  ]
  return sections.filter((section) => section !== '').join('\n\n') + '\n'
}

function header(d: VerdictsDocument, paint: Paint): string {
  const s = d.summary
  const applicable = d.results.length - s.notApplicable
  const colour = d.conformance === 'conformant' ? 'green' : d.conformance === 'partial' ? 'yellow' : 'red'
  const counts = [
    `${s.pass} of ${applicable} applicable test purposes passed`,
    counted(s.fail, 'failed'),
    counted(s.error, s.error === 1 ? 'error on our side' : 'errors on our side'),
    counted(s.inconclusive, 'inconclusive'),
    counted(s.warnings, s.warnings === 1 ? 'warning' : 'warnings'),
    counted(s.notApplicable, 'not applicable'),
  ]
  const seconds = (Date.parse(d.finishedAt) - Date.parse(d.startedAt)) / 1000
  return [
    `${paint(d.conformance.toUpperCase(), colour)}${d.aborted ? ' (run aborted)' : ''}  ${counts.filter((one) => one !== '').join(' · ')}`,
    `  sut       ${harmless(d.sut.name, 80)} ${harmless(d.sut.version, 40)}, ${harmless(d.sut.role, 40)}`,
    `  profile   ${harmless(d.profile.name, 80)} (${harmless(d.profile.digest.slice(0, 12))})`,
    `  suite     ${harmless(d.suite.version, 40)} (${harmless(d.suite.digest.slice(0, 12))}), engine ${d.engine}, ${Number.isNaN(seconds) ? '?' : seconds.toFixed(1)} s`,
    ...(d.binding === 'http'
      ? ['  binding   HTTP: experimental, defined by no standard; these verdicts are no conformance claim']
      : []),
  ].join('\n')
}

function failed(result: ReportedResult, out: string, paint: Paint): string {
  const word = paint('FAIL', 'red')
  if (result.findings.length === 0) return `${word}  ${undecidedBody(result, out)}`
  return result.findings
    .slice(0, 3)
    .map((finding) => `${word}  ${findingBlock(result, finding, { out })}`)
    .concat(
      result.findings.length > 3
        ? [`      and ${result.findings.length - 3} more findings of ${harmless(result.id, 40)} in verdicts.json`]
        : [],
    )
    .join('\n')
}

function undecided(word: string, result: ReportedResult, out: string, paint: Paint): string {
  return `${paint(word, word === 'ERROR' ? 'red' : 'yellow')}  ${undecidedBody(result, out)}`
}

function undecidedBody(result: ReportedResult, out: string): string {
  return [
    `${harmless(result.id, 40)}  ${harmless(result.purpose, 160)}`,
    `  because   ${harmless(result.reason, 400)}`,
    `  demands   ${result.demands.decided} of ${result.demands.total} decided`,
    ...evidenceLines(result, out),
    `  try       ${tryCommand(result)}`,
  ].join('\n')
}

function warned(result: ReportedResult, paint: Paint): string {
  return result.warnings
    .map((one) =>
      [
        `${paint('WARNING', 'yellow')}  ${harmless(result.id, 40)}  ${harmless(one.clause, 120)} (SHOULD)   rule ${harmless(one.rule, 60)}`,
        `  expected  ${harmless(one.expected, 400)}`,
        `  actual    ${harmless(one.actual, 400)}`,
      ].join('\n'),
    )
    .join('\n')
}

function notApplicable(results: readonly ReportedResult[], paint: Paint): string {
  return results.map((one) => paint(`N/A  ${harmless(one.id, 40)}  ${harmless(one.reason, 200)}`, 'grey')).join('\n')
}

function whereToLook(d: VerdictsDocument, out: string, paint: Paint, made: (file: string) => boolean): string {
  const folder = harmless(out.replace(/\/+$/, ''), 200)
  const places = [
    ['report.html', 'for reviewers: everything in one file'],
    ['allure-report/index.html', 'Allure'],
    ['evidence/<id>.<k>/ladder.svg', 'one scenario as a picture'],
    ['verdicts.json', `for scripts (${d.schema})`],
  ] as const
  const width = folder.length + 1 + Math.max(...places.map(([file]) => file.length))
  return [
    paint('where to look', 'bold'),
    ...places.filter(([file]) => made(file)).map(([file, what]) => `  ${`${folder}/${file}`.padEnd(width)}   ${what}`),
  ].join('\n')
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}`
}

function painted(text: string, colour: 'red' | 'yellow' | 'green' | 'bold' | 'grey'): string {
  const code = { red: 31, yellow: 33, green: 32, bold: 1, grey: 90 }[colour]
  return `\u001b[${code}m${text}\u001b[0m`
}
