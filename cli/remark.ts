// `ch1 remark DIR`: what somebody says of a verdict, after the run. It changes none.
import { resolve } from 'node:path'
import { MAX_READING, MAX_REMARK_NAME } from '../reports/remarks-schema'
import { EXIT } from './exit-codes'
import { readFlags } from './flags'
import { addRemark } from './remarks-file'
import { writeReportPage } from './report-page'
import { refuseRunning, storedOrJudged } from './stored-run'
import { UsageError } from './usage-error'

const help = `Usage: ch1 remark DIR --purpose ID --by WHO --reading TEXT [--by WHO] [--reading TEXT]

Adds a remark to a purpose of a stored run; with a second reading, a dispute: how one reads what happened, and how the other does. It is
kept in DIR/remarks.json, shown in report.html, bundled with the run, and changes no verdict.

  --by       who reads it so; with two readings and one name, both are told by that one
  --reading  in words, at most ${MAX_READING} characters
`

const many = { type: 'string' as const, multiple: true as const }

export function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = readFlags('remark', args, { purpose: { type: 'string' as const }, by: many, reading: many }, 1)
  if (values.help) {
    process.stdout.write(help)
    return Promise.resolve(EXIT.passed)
  }
  const [name] = positionals
  if (name === undefined) throw new UsageError('no folder given', 'ch1 remark', 'ch1 remark DIR, where DIR is the --out of a run')
  const dir = resolve(name)
  const readings = readingsOf(values.by ?? [], values.reading ?? [])
  refuseRunning(dir)
  const { stored, again, histories, slices } = storedOrJudged(dir)
  const document = stored ?? again
  const result = document.results.find((one) => one.id === values.purpose)
  if (!result)
    throw new UsageError(
      values.purpose === undefined ? 'no test purpose is named' : `the run has no test purpose "${values.purpose}"`,
      '--purpose',
      `one of its ${document.results.length}, for example ${document.results[0]?.id ?? 'TP_ARR_001'}`,
    )
  const remarks = addRemark(dir, {
    purpose: result.id,
    verdict: result.verdict,
    at: new Date().toISOString(),
    readings: [...readings],
  })
  writeReportPage(dir, document, histories, slices)
  const of = remarks.filter((one) => one.purpose === result.id).length
  process.stdout.write(
    `${dir}: ${readings.length === 2 ? 'dispute' : 'remark'} on ${result.id} (${result.verdict}), ${of} of it now; report.html made again, no verdict changed\n`,
  )
  return Promise.resolve(EXIT.passed)
}

function readingsOf(names: readonly string[], texts: readonly string[]): readonly { by: string; text: string }[] {
  if (texts.length < 1 || texts.length > 2)
    throw new UsageError(`${texts.length} readings are given`, '--reading', 'one for a remark, two for a dispute')
  if (names.length < 1 || names.length > texts.length)
    throw new UsageError(
      `${names.length} names are given for ${texts.length} reading${texts.length > 1 ? 's' : ''}`,
      '--by',
      'say who: one name, or one for each reading',
    )
  return texts.map((text, i) => {
    const by = names[i] ?? names[0] ?? ''
    if (text.trim() === '' || text.length > MAX_READING)
      throw new UsageError('a reading is empty or too long', '--reading', `1 to ${MAX_READING} characters`)
    if (by.trim() === '' || by.length > MAX_REMARK_NAME)
      throw new UsageError('a name is empty or too long', '--by', `1 to ${MAX_REMARK_NAME} characters`)
    return { by, text }
  })
}
