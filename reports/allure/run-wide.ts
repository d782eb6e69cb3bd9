// Results of their own for purposes judged over the whole run, which no scenario stands for.
import { createHash } from 'node:crypto'
import { Stage, type Attachment, type TestResult } from 'allure-js-commons'
import { createTestResult } from 'allure-js-commons/sdk/reporter'
import type { ReportedResult, Slice, VerdictsDocument } from '../../judge/verdicts-document'
import { allureStatus, verdictWord } from './outcome'
import { labelsOf, linksOf, messageOf, parametersOf, placesOf, warningBanner } from './result-details'

export interface RunWideInput {
  readonly id: string
  readonly verdicts: VerdictsDocument
  readonly slices: readonly Slice[]
  readonly requirementUrl: string
  /** The table of expected against actual, where there is something to compare. */
  readonly compared: (verdict: ReportedResult, uuid: string) => readonly Attachment[]
  /** Copies the evidence of one scenario beside result `uuid`. */
  readonly attach: (slice: Slice, uuid: string) => readonly Attachment[]
}

/** At most this many scenarios' evidence is attached to one result. */
const maxPlaces = 3

/** A purpose of which verdicts.json says nothing is broken, never absent. */
export function runWideResult(o: RunWideInput): TestResult {
  const verdict = o.verdicts.results.find((one) => one.id === o.id)
  const hash = createHash('md5').update(`run-wide#${o.id}`).digest('hex')
  const result = createTestResult(crypto.randomUUID(), hash)
  result.name = verdict ? `${verdict.id} ${verdict.purpose}` : o.id
  result.fullName = `run-wide#${o.id}`
  result.testCaseId = hash
  result.stage = Stage.FINISHED
  result.start = instant(o.verdicts.startedAt)
  result.stop = Math.max(result.start, instant(o.verdicts.finishedAt))
  result.labels.push({ name: 'framework', value: 'ch1-conformance' }, { name: 'tag', value: 'judged over the whole run' })
  if (!verdict) {
    result.status = allureStatus('error')
    result.labels.push({ name: 'story', value: o.id }, { name: 'verdict', value: 'error' })
    result.statusDetails = { message: `verdicts.json has no verdict for ${o.id}` }
    return result
  }
  fill(result, verdict, o)
  return result
}

function fill(result: TestResult, verdict: ReportedResult, o: RunWideInput): void {
  const word = verdictWord(verdict)
  const message = messageOf({ word, cucumber: undefined, result: verdict, slices: o.slices })
  result.status = allureStatus(word)
  result.statusDetails = message === undefined ? {} : { message }
  result.labels.push(...labelsOf(verdict, word))
  result.parameters.push(...parametersOf(o.verdicts, undefined))
  result.links.push(...linksOf(verdict, o.requirementUrl))
  result.description = `${warningBanner(verdict, word)}Decided over all scenarios of the run: ${verdict.demands.decided} of ${verdict.demands.total} demands.`
  result.attachments.push(...o.compared(verdict, result.uuid))
  const places = new Set([...verdict.findings, ...verdict.warnings].flatMap((finding) => placesOf(finding, o.slices)))
  for (const slice of [...places].slice(0, maxPlaces)) result.attachments.push(...o.attach(slice, result.uuid))
}

function instant(text: string): number {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? 0 : ms
}
