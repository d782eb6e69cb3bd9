// `ch1 report DIR`: verdicts, evidence, JUnit and report.html of a stored run, made again from its histories; also of a run that was killed.
import { join, resolve } from 'node:path'
import type { Slice, VerdictsDocument } from '../judge/verdicts-document'
import { AllureReportError, generateAllureReport } from '../reports/allure/generate-report'
import { junitXml } from '../reports/junit'
import { EXIT } from './exit-codes'
import { writeEvidence } from './evidence'
import { readFlags } from './flags'
import { judgedAgain } from './judge'
import { openFile } from './open-file'
import { writeReportPage } from './report-page'
import { judgeStored, slicesOf, type JudgedHistory } from './rejudge'
import { writeRequirements } from './requirements-files'
import { DEFAULT_OUT } from './suite'
import { UsageError } from './usage-error'
import { unwritable, writeWhole } from './whole-file'

const help = `Usage: ch1 report DIR
       ch1 report [DIR] --allure [--open]

Makes verdicts.json, junit.xml, requirements.json, requirements.html, report.html and the evidence below DIR again from its histories.

  --allure  makes the Allure report of a run instead, from DIR/allure-results (DIR: by default reports/out), as one file that opens
            without a web server: DIR/allure-single/index.html. Needs Java
  --open    shows it in the browser
`

export async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags('report', args, { allure: { type: 'boolean' }, open: { type: 'boolean' } }, 1)
  if (values.help) {
    process.stdout.write(help)
    return EXIT.passed
  }
  if (values.allure) return allurePage(resolve(positionals[0] ?? DEFAULT_OUT), values.open === true)
  if (values.open) throw new UsageError('only the Allure report is opened', '--open', 'ch1 report DIR --allure --open')
  const [name] = positionals
  if (name === undefined) throw new UsageError('no folder given', 'ch1 report', 'ch1 report DIR, where DIR is the --out of a run')
  const dir = resolve(name)
  const histories = judgeStored(dir, { complete: false })
  makeReportsAgain(dir, histories, judgedAgain(dir, histories), slicesOf(histories))
  process.stdout.write(
    `${dir}: verdicts.json, junit.xml, requirements.json, requirements.html, report.html, history/slices.json and evidence/ made again\n`,
  )
  return EXIT.passed
}

async function allurePage(dir: string, open: boolean): Promise<number> {
  // one level below DIR, as allure-report is: its links to ../requirements.html lead somewhere
  const reportDir = join(dir, 'allure-single')
  try {
    await generateAllureReport({ resultsDir: join(dir, 'allure-results'), reportDir, singleFile: true })
  } catch (error) {
    if (!(error instanceof AllureReportError)) throw error
    throw new UsageError(error.message, dir, 'ch1 run leaves allure-results in its --out; see also: ch1 report --help')
  }
  const page = join(reportDir, 'index.html')
  process.stdout.write(`${page}\n`)
  if (open && !(await openFile(page))) process.stderr.write('ch1: no browser could be started; open the file in one\n')
  return EXIT.passed
}

/** All that needs neither cucumber's messages nor a JVM. */
export function makeReportsAgain(
  dir: string,
  histories: readonly JudgedHistory[],
  document: VerdictsDocument,
  slices: readonly Slice[],
): void {
  try {
    writeWhole(join(dir, 'verdicts.json'), `${JSON.stringify(document, null, 2)}\n`)
    writeWhole(join(dir, 'history', 'slices.json'), `${JSON.stringify({ schema: 'ch1-slices/1', slices }, null, 2)}\n`)
    writeWhole(join(dir, 'junit.xml'), junitXml(document))
    writeRequirements(dir, document)
    writeEvidence(dir, histories, slices)
    writeReportPage(dir, document, histories, slices)
  } catch (cause) {
    throw unwritable(cause, dir)
  }
}
