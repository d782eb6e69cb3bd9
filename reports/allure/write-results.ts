// Writes the Allure 2 results of a finished run, by replaying cucumber's stored messages beside the final verdicts.
import { EventEmitter } from 'node:events'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Envelope } from '@cucumber/messages'
import type { Attachment, TestResult } from 'allure-js-commons'
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter'
import type { ReportedResult, Slice, VerdictsDocument } from '../../judge/verdicts-document'
import { AllureReportError } from './allure-report-error'
import { categories, environmentOf, executor } from './categories'
import { COMPARISON_NAME, comparison } from './comparison'
import { attachEvidence } from './evidence'
import { ConformanceAllureFormatter } from './formatter'
import { replayed } from './replay'
import { allureStatus, cucumberOutcome, verdictWord, worseWord } from './outcome'
import { labelsOf, linksOf, messageOf, parametersOf, shownLines, warningBanner } from './result-details'
import { readRun, slicesOfCases, type RunCase } from './run-record'
import { runWideResult } from './run-wide'
import type { ScenarioDecisions } from './step-decisions'
import { orderAfter } from './trend'

export interface AllureInput {
  readonly envelopes: readonly Envelope[]
  readonly verdicts: VerdictsDocument
  readonly slices: readonly Slice[]
  readonly decisions: readonly ScenarioDecisions[]
  /** Absolute. What an earlier report left there is removed; foreign files stay. */
  readonly resultsDir: string
  /** Folder that holds `<id>.<k>/`, one a scenario. */
  readonly evidenceDir: string
  readonly environment: Readonly<Record<string, string>>
  /** Purposes judged over the whole run, without a feature: each gets a result of its own. */
  readonly runWide: readonly string[]
  /** Address of a requirement, `%s` = its id; relative to the HTML report. Default `../requirements.html#%s`. */
  readonly requirementUrl?: string
}

/**
 * One result a test case started (also the unfinished) and one a run-wide purpose; AllureReportError when the number of files
 * is another. A scenario's status is the worse of what cucumber said and the final verdict of its purpose.
 */
export function writeAllureResults(o: AllureInput): { readonly written: number } {
  if (!path.isAbsolute(o.resultsDir)) throw new AllureReportError(`resultsDir must be absolute, not ${o.resultsDir}`)
  mkdirSync(o.resultsDir, { recursive: true })
  for (const name of readdirSync(o.resultsDir)) if (isOurs(name)) rmSync(path.join(o.resultsDir, name))

  const run = readRun(o.envelopes)
  const slices = slicesOfCases(run.cases, o.slices)
  const requirementUrl = o.requirementUrl ?? '../requirements.html#%s'
  const attach = (slice: Slice, uuid: string, prefix = '') =>
    attachEvidence(path.join(o.evidenceDir, `${slice.testPurpose}.${slice.k}`), o.resultsDir, uuid, prefix)

  const broadcaster = new EventEmitter()
  const cases = new Map(run.cases.map((one) => [one.id, one]))
  const afterHooks = new Set(run.hooks.filter((hook) => String(hook.type) === 'AFTER_TEST_CASE').map((hook) => hook.id))
  new ConformanceAllureFormatter({
    broadcaster,
    hooks: run.hooks,
    isAfterHook: (id) => afterHooks.has(id),
    resultsDir: o.resultsDir,
    correct: (result, id) => {
      const one = cases.get(id)
      return one ? corrected(result, one, slices.get(id)) : result
    },
  })
  for (const envelope of replayed(o.envelopes, run, slices, o.decisions)) broadcaster.emit('envelope', envelope)

  const files = new FileSystemWriter({ resultsDir: o.resultsDir })
  for (const id of o.runWide) {
    files.writeResult(
      runWideResult({
        id,
        verdicts: o.verdicts,
        slices: o.slices,
        requirementUrl,
        compared: (verdict, uuid) => compared(verdict, undefined, uuid),
        attach: (slice, uuid) => attach(slice, uuid, `${slice.testPurpose}.${slice.k}`),
      }),
    )
  }
  files.writeCategoriesDefinitions([...categories])
  files.writeEnvironmentInfo(environmentOf(o.verdicts, o.environment))
  writeFileSync(path.join(o.resultsDir, 'executor.json'), JSON.stringify(executor(o.verdicts, orderAfter(o.resultsDir))))
  return { written: counted(o, o.envelopes.filter((envelope) => envelope.testCaseStarted).length) }

  function compared(verdict: ReportedResult, own: ScenarioDecisions | undefined, uuid: string): readonly Attachment[] {
    const table = comparison(verdict, own)
    if (table === undefined) return []
    const source = `${uuid}-comparison-attachment.csv`
    writeFileSync(path.join(o.resultsDir, source), table)
    return [{ name: COMPARISON_NAME, type: 'text/csv', source }]
  }

  function corrected(result: TestResult, one: RunCase, slice: Slice | undefined): TestResult {
    const cucumber = cucumberOutcome(one)
    const verdict = o.verdicts.results.find((candidate) => candidate.id === one.testPurpose)
    if (!verdict) return withoutVerdict(result, one)
    const word = worseWord(cucumber.word, verdictWord(verdict))
    const message = messageOf({ word, cucumber, result: verdict, slice, slices: o.slices })
    const trace = cucumber.message !== '' && shownLines(cucumber.message) !== message ? shownLines(cucumber.message) : undefined
    result.status = allureStatus(word)
    result.statusDetails = message === undefined ? {} : { message, ...(trace === undefined ? {} : { trace }) }
    const own = slice && o.decisions.find((candidate) => candidate.testPurpose === slice.testPurpose && candidate.k === slice.k)
    result.labels = [...result.labels.filter(({ name }) => name !== 'feature'), ...labelsOf(verdict, word)]
    result.parameters.push(...parametersOf(o.verdicts, own))
    result.links.push(...linksOf(verdict, requirementUrl))
    result.description = warningBanner(verdict, word) + (result.description ?? '')
    result.attachments.push(...compared(verdict, own, result.uuid))
    if (slice) result.attachments.push(...attach(slice, result.uuid))
    return result
  }
}

// A scenario of which verdicts.json knows nothing is never green: what it showed was not judged.
function withoutVerdict(result: TestResult, one: RunCase): TestResult {
  const cucumber = cucumberOutcome(one)
  const word = one.testPurpose === undefined ? cucumber.word : worseWord(cucumber.word, 'error')
  const message = cucumber.word === word ? cucumber.message : `verdicts.json has no verdict for ${one.testPurpose ?? ''}`
  result.status = allureStatus(word)
  result.statusDetails = message === '' ? {} : { message: shownLines(message) }
  result.labels.push({ name: 'verdict', value: word === 'skipped' ? 'not-applicable' : word })
  return result
}

function isOurs(name: string): boolean {
  return (
    /-(result|container|globals)\.json$/.test(name) ||
    /-attachment(\.\w+)?$/.test(name) ||
    ['environment.properties', 'categories.json', 'executor.json'].includes(name)
  )
}

// Silent losses are what this report must not have: the files themselves are counted.
function counted(o: AllureInput, casesStarted: number): number {
  const written = readdirSync(o.resultsDir).filter((name) => name.endsWith('-result.json')).length
  const expected = casesStarted + o.runWide.length
  if (written !== expected) {
    throw new AllureReportError(
      `${written} Allure results in ${o.resultsDir}, but ${casesStarted} test cases ran and ${o.runWide.length} purposes are run-wide: ` +
        `${expected} expected. The report would not show the whole run; rebuild it with: bin/ch1 report DIR`,
    )
  }
  return written
}
