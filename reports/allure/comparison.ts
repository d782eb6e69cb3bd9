// The table of a result: what each demand expected, against what came. CSV, which Allure shows as a table.
import type { ReportedResult } from '../../judge/verdicts-document'
import { harmless } from '../harmless-text'
import type { ScenarioDecisions } from './step-decisions'

export const COMPARISON_NAME = 'expected against actual'

const head = ['state', 'clause', 'level', 'expected', 'actual', 'rule']
/** A table is read by people; what is beyond is in verdicts.json. */
const MOST_ROWS = 200

/** One row a demand of the scenario's steps, then the findings and warnings of its purpose; undefined where there is nothing to compare. */
export function comparison(result: ReportedResult, own: ScenarioDecisions | undefined): string | undefined {
  const decided = (own?.steps ?? []).flatMap(({ text, decisions }) =>
    decisions.map(({ level, clause, decision }) => {
      const row = (state: string, expected: string, actual: string, rule = '') => [state, clause, level, expected, actual, rule]
      switch (decision.state) {
        case 'broken':
          return row('broken', decision.finding.expected, decision.finding.actual, decision.finding.rule)
        case 'undecidable':
          return row('inconclusive', text, `not decided: ${decision.missing}`)
        case 'met':
          return row('met', text, decision.observed ?? 'as expected')
        default:
          return row('open', text, 'not decided before the run ended')
      }
    }),
  )
  const found = [
    ...result.findings.map((one) => ['broken', one.clause, result.level, one.expected, one.actual, one.rule]),
    ...result.warnings.map((one) => ['warning', one.clause, 'SHOULD', one.expected, one.actual, one.rule]),
  ].filter((row) => !decided.some((other) => [3, 4, 5].every((column) => other[column] === row[column])))
  const rows = [...decided, ...found]
  if (rows.length === 0) return undefined
  const shown = rows.slice(0, MOST_ROWS)
  if (rows.length > shown.length) shown.push(['', '', '', `and ${rows.length - shown.length} more`, '', ''])
  return `${[head, ...shown].map((row) => row.map(cell).join(',')).join('\n')}\n`
}

// RFC 4180 §2 — quotes are doubled. A text that a spreadsheet would take for a formula stays a text.
function cell(text: string): string {
  const shown = harmless(text, 400)
  return `"${(/^[=+\-@]/.test(shown) ? `'${shown}` : shown).replaceAll('"', '""')}"`
}
