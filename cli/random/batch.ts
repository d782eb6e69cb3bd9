// Runs some random conferences in one go, and tells of each how it went.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Billing } from '../../judge/verdicts-document'
import { billingOf, billsOf } from '../bills'
import { conformanceRun } from '../conformance-run'
import { judgeStored, slicesOf, type JudgedHistory } from '../rejudge'
import type { RunOptions } from '../run-options'
import { featureText, type RandomConference } from './conference'

/** Of one conference. */
export type Outcome = 'pass' | 'fail' | 'undecided'

export interface BatchEnd {
  /** In the order of the conferences. */
  readonly outcomes: readonly Outcome[]
  readonly billing: Billing
  /** The exit code of the run. */
  readonly code: number
}

/** The folder keeps the feature and what the run left; one whose conferences all passed is removed. */
export async function runBatch(conferences: readonly RandomConference[], options: RunOptions, folder: string): Promise<BatchEnd> {
  const outDir = join(folder, 'run')
  mkdirSync(folder, { recursive: true })
  const feature = join(folder, 'conferences.feature')
  writeFileSync(feature, featureText(conferences))
  const code = await conformanceRun({ ...options, features: [feature], outDir, verdictsOnly: true, silent: true, html: false })
  const histories = judgeStored(outDir, { complete: false })
  const slices = slicesOf(histories)
  const outcomes = conferences.map((_, i) => {
    const slice = slices.find((one) => one.testPurpose === 'TP_SEQ_011' && one.k === i + 1)
    const history = histories.find(({ file }) => file === slice?.file)
    return slice && history ? outcomeOf(history, slice) : 'undecided'
  })
  const billing = billingOf(billsOf(histories, slices))
  if (code === 0) rmSync(folder, { recursive: true, force: true })
  return { outcomes, billing, code }
}

/** By the findings and the demands of its events alone. */
function outcomeOf({ judgment }: JudgedHistory, { first, last }: { readonly first: number; readonly last: number }): Outcome {
  const isOfIt = (n: number | undefined): boolean => n !== undefined && n >= first && n <= last
  if (judgment.findings.some(({ level, events }) => level === 'MUST' && events.some(isOfIt))) return 'fail'
  const own = judgment.demands.filter(({ demand }) => isOfIt(demand.cause.after))
  return own.length > 0 && own.every(({ decision }) => decision.state === 'met') ? 'pass' : 'undecided'
}
