// Everything under --out that is a projection of histories and verdicts.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Envelope } from '@cucumber/messages'
import { testPurposes, type TestPurpose } from '../judge/requirements/test-purposes'
import type { Slice, VerdictsDocument } from '../judge/verdicts-document'
import { generateAllureReport, scenarioDecisions, writeAllureResults } from '../reports/allure'
import { junitXml } from '../reports/junit'
import type { JudgedHistory } from './rejudge'
import { writeEvidence } from './evidence'
import { writeReportPage } from './report-page'
import { writeRequirements } from './requirements-files'
import { writeWhole } from './whole-file'

export interface ReportInput {
  readonly outDir: string
  readonly document: VerdictsDocument
  readonly histories: readonly JudgedHistory[]
  readonly slices: readonly Slice[]
  readonly envelopes: readonly Envelope[]
  readonly environment: Readonly<Record<string, string>>
  /** Allure's HTML takes a JVM some seconds; an aborted run goes without. */
  readonly html: boolean
  readonly verdictsOnly: boolean
}

/** Verdicts first; what cannot be written, on a full disk or otherwise, keeps nothing else from being made. Gives it in words. */
export async function writeReports(o: ReportInput): Promise<readonly string[]> {
  const { outDir, document, histories, slices } = o
  const troubles: string[] = []
  const attempt = async (what: string, make: () => void | Promise<void>): Promise<void> => {
    try {
      await make()
    } catch (error) {
      const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n  where')
      troubles.push(`${what}: ${said}`)
    }
  }
  await attempt('verdicts.json', () => writeWhole(join(outDir, 'verdicts.json'), `${JSON.stringify(document, null, 2)}\n`))
  if (o.verdictsOnly) return troubles
  await attempt('history/slices.json', () => {
    mkdirSync(join(outDir, 'history'), { recursive: true })
    writeWhole(join(outDir, 'history', 'slices.json'), `${JSON.stringify({ schema: 'ch1-slices/1', slices }, null, 2)}\n`)
  })
  await attempt('junit.xml', () => writeWhole(join(outDir, 'junit.xml'), junitXml(document)))
  await attempt('requirements', () => writeRequirements(outDir, document))
  await attempt('evidence', () => writeEvidence(outDir, histories, slices))
  await attempt('report.html', () => writeReportPage(outDir, document, histories, slices))
  await attempt('Allure results', () => allureResults(o))
  if (o.html && troubles.length === 0) {
    await attempt('Allure report', () =>
      generateAllureReport({ resultsDir: join(outDir, 'allure-results'), reportDir: join(outDir, 'allure-report') }),
    )
  }
  return troubles
}

function allureResults({ outDir, document, histories, slices, envelopes, environment }: ReportInput): void {
  const decisions = slices.flatMap((slice) => {
    const history = histories.find(({ file }) => file === slice.file)
    return history ? [scenarioDecisions(slice, history.events, history.judgment.demands)] : []
  })
  const reported = new Set(document.results.map((result) => result.id))
  const all: readonly TestPurpose[] = testPurposes
  writeAllureResults({
    envelopes,
    verdicts: document,
    slices,
    decisions,
    resultsDir: join(outDir, 'allure-results'),
    evidenceDir: join(outDir, 'evidence'),
    environment,
    runWide: all.filter((one) => one.runWide && reported.has(one.id)).map((one) => one.id),
  })
}
