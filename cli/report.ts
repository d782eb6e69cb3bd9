// `ch1 report DIR`: verdicts, evidence, JUnit and report.html of a stored run, made again from its histories; also of a run that was killed.
import { join, resolve } from 'node:path'
import type { Slice, VerdictsDocument } from '../judge/verdicts-document'
import { junitXml } from '../reports/junit'
import { EXIT } from './exit-codes'
import { writeEvidence } from './evidence'
import { readFlags } from './flags'
import { judgedAgain } from './judge'
import { writeReportPage } from './report-page'
import { judgeStored, slicesOf, type JudgedHistory } from './rejudge'
import { writeRequirements } from './requirements-files'
import { UsageError } from './usage-error'
import { unwritable, writeWhole } from './whole-file'

export function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags('report', args, {}, 1)
  if (values.help) {
    process.stdout.write(
      'Usage: ch1 report DIR\n\nMakes verdicts.json, junit.xml, requirements.json, requirements.html, report.html and the evidence below DIR again from its histories.\n',
    )
    return Promise.resolve(EXIT.passed)
  }
  const [name] = positionals
  if (name === undefined) throw new UsageError('no folder given', 'ch1 report', 'ch1 report DIR, where DIR is the --out of a run')
  const dir = resolve(name)
  const histories = judgeStored(dir, { complete: false })
  makeReportsAgain(dir, histories, judgedAgain(dir, histories), slicesOf(histories))
  process.stdout.write(
    `${dir}: verdicts.json, junit.xml, requirements.json, requirements.html, report.html, history/slices.json and evidence/ made again\n`,
  )
  return Promise.resolve(EXIT.passed)
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
