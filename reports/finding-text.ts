// One finding as the block people read everywhere: what, owed by which clause, what came instead, where the evidence is, how to go on.
import type { ReportedFinding, ReportedResult } from '../judge/verdicts-document'
import { harmless } from './harmless-text'

/** A finding in one line: `expected …; came …`, never longer than 200 characters. */
export function findingTitle(finding: ReportedFinding): string {
  return harmless(`expected ${finding.expected}; came ${finding.actual}`, 200)
}

/**
 * The whole block: id and purpose, then clause and rule, expected, actual, when, evidence and try, each on a line of its own.
 * `out` is the output directory as the user would type it; `level` stands in for that of the purpose (a warning is a SHOULD).
 */
export function findingBlock(
  result: ReportedResult,
  finding: ReportedFinding,
  o: { readonly out: string; readonly level?: string },
): string {
  const at =
    finding.events.length === 0
      ? ''
      : `   events ${finding.events
          .slice(0, 4)
          .map((one) => harmless(one, 60))
          .join(', ')}${finding.events.length > 4 ? ', …' : ''}`
  return [
    `${harmless(result.id, 40)}  ${harmless(result.purpose, 160)}`,
    `  clause    ${harmless(finding.clause, 120)} (${o.level ?? result.level})   rule ${harmless(finding.rule, 60)}`,
    `  expected  ${harmless(finding.expected, 400)}`,
    `  actual    ${harmless(finding.actual, 400)}`,
    `  when      ${harmless(finding.at, 40)}${at}`,
    ...evidenceLines(result, o.out),
    `  try       ${tryCommand(result)}`,
  ].join('\n')
}

/** Where to look, as folders; nothing when there are none. */
export function evidenceLines(result: ReportedResult, out: string): readonly string[] {
  const [first, ...others] = result.evidence
  if (first === undefined) return []
  const more = others.length === 0 ? '' : `   and ${others.length} more`
  return [`  evidence  ${harmless(joined(out, first), 200)}/{ladder.svg,ch1.txt,sip.txt,traffic.pcapng}${more}`]
}

/** How to run this purpose alone. */
export function tryCommand(result: ReportedResult): string {
  return `bin/ch1 run --only ${harmless(result.id, 40)}`
}

function joined(folder: string, file: string): string {
  return `${folder.replace(/\/+$/, '')}/${file.replace(/\/+$/, '')}`
}
