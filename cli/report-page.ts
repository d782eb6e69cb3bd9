// report.html of a run: what the page needs, from judged histories and the figures this suite has of itself.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstEventOf } from '../judge/accounts/account'
import type { Slice, VerdictsDocument } from '../judge/verdicts-document'
import { matrixIn } from '../reports/kill-matrix'
import { reportPage, suiteFigure, type PageScenario, type ReportPageInput, type SuiteFigures } from '../reports/report-page'
import { definitionsDigest } from './kill-matrix'
import { remarksIn } from './remarks-file'
import type { JudgedHistory } from './rejudge'
import { rulesDigest } from './rules-digest'
import { ROOT } from './suite'
import { writeWhole } from './whole-file'

/** Writes `report.html`, with the remarks that stand beside it. */
export function writeReportPage(
  outDir: string,
  document: VerdictsDocument,
  histories: readonly JudgedHistory[],
  slices: readonly Slice[],
): void {
  writeWhole(
    join(outDir, 'report.html'),
    reportPage({ ...pageInput(document, histories, slices, figuresOf(document.suite)), remarks: remarksIn(outDir) }),
  )
}

/** What the page shows of a run. */
export function pageInput(
  document: VerdictsDocument,
  histories: readonly JudgedHistory[],
  slices: readonly Slice[],
  figures: SuiteFigures,
): ReportPageInput {
  const opened = histories[0]?.notes.opened
  return {
    document,
    scenarios: slices.flatMap((slice) => scenarioOf(slice, document, histories) ?? []),
    profile: opened?.profile.values ?? {},
    histories: histories.map(({ file, notes: { opened: first, lastUs, count, sealed } }) => ({
      ...{ file, wallClock: first?.wallClock ?? '' },
      ...{ lengthS: lastUs / 1e6, events: count, sealed },
    })),
    figures,
  }
}

function scenarioOf(slice: Slice, d: VerdictsDocument, histories: readonly JudgedHistory[]): PageScenario | undefined {
  const history = histories.find(({ file }) => file === slice.file)
  const opened = history?.notes.opened
  if (!history || !opened) return undefined
  const { explanations, missing, findings, demands } = history.judgment
  return {
    slice,
    events: history.events.slice(slice.first, slice.last + 1),
    wallClock: opened.wallClock,
    explanations,
    missing,
    findings,
    demands,
    accounts: history.accounts.filter((account) => {
      const first = firstEventOf(account)
      return slice.first <= first && first <= slice.last
    }),
    bills: (d.bills ?? []).filter((bill) => bill.scenario === `${slice.testPurpose}.${slice.k}`),
  }
}

/** From `docs/`, where the figures of a suite stand that were measured with it: each names the definitions that it was made from. */
function figuresOf({ version }: VerdictsDocument['suite']): SuiteFigures {
  const faults = { version, digest: definitionsDigest() }
  const rules = { version, digest: rulesDigest() }
  return {
    mutants: suiteFigure(documentIn('kill-matrix.html', matrixIn), faults, { known: 'mutants', caught: 'killed' }),
    sabotage: suiteFigure(documentIn('sabotage.json', JSON.parse), rules, { known: 'rules', caught: 'proven' }),
  }
}

function documentIn(name: string, read: (text: string) => unknown): unknown {
  const path = join(ROOT, 'docs', name)
  if (!existsSync(path)) return undefined
  try {
    return read(readFileSync(path, 'utf8'))
  } catch {
    return {} // a file that is there and cannot be read is no figure, and the page says so
  }
}
