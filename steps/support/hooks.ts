// Around scenarios: the testbed of the worker, applicability, step events, the drain, and the one throw.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { After, AfterAll, AfterStep, Before, BeforeAll, BeforeStep, setDefaultTimeout } from '@cucumber/cucumber'
import type { GherkinDocument, Pickle } from '@cucumber/messages'
import { TestbedError } from '../../mocks/testbed-error'
import { preflight, Testbed } from '../../testbed'
import { scenarioNumber } from './scenario-number'
import { ConformanceAssertion, Inconclusive } from './verdict-errors'
import { stage, type WorldParameters } from './demanding-world'
import type { ConformanceWorld } from './world'

setDefaultTimeout(-1) // every wait has a deadline of its own

const worker = Number(process.env['CUCUMBER_WORKER_ID'] ?? 0)

BeforeAll({ name: 'the testbed starts' } as object, async function () {
  const { plan } = this.parameters as unknown as WorldParameters
  ownTheProcess(plan.outDir)
  try {
    const testbed = await Testbed.start(plan, `w${worker}`, worker, (made) => (stage.testbed = made))
    stage.preflight = await preflight(testbed)
  } catch (cause) {
    if (stage.testbed?.isAborted && !stage.testbed.unwritable) return // what the abort cut off is no trouble
    stage.trouble = cause instanceof Error ? cause : new Error(JSON.stringify(cause))
  }
  note(plan.outDir, {})
})

Before({ name: 'applicability' }, function (this: ConformanceWorld, { pickle }) {
  this.testPurpose = idOf(pickle)
  return this.parameters.notApplicable[this.testPurpose] === undefined ? undefined : 'skipped'
})

Before(
  { name: 'the scenario begins' },
  function (this: ConformanceWorld, { pickle, gherkinDocument }: { pickle: Pickle; gherkinDocument: GherkinDocument }) {
    demandHistory()
    if (stage.trouble !== undefined) throw stage.trouble
    if (stage.testbed?.isAborted) throw new Inconclusive('the run was aborted')
    if (stage.preflight && stage.preflight.state !== 'ready')
      throw new Inconclusive(`${stage.preflight.reason}. ${stage.preflight.mend}`)
    this.begun = this.testbed.beginScenario(this.testPurpose, pickle.name, scenarioNumber(pickle, gherkinDocument))
    this.since = this.begun
  },
)

const keywords: Readonly<Record<string, string>> = { Context: 'Given', Action: 'When', Outcome: 'Then' }

/** A Then that nothing, or nothing more, may come. */
const demandsSilence = (pickle: Pickle): boolean =>
  pickle.steps.some(({ type, text }) => type === 'Outcome' && /\b(no|at most one) (second )?(Session|Event)Request/.test(text))

BeforeStep(async function (this: ConformanceWorld, { pickle, pickleStep }) {
  const isFirstWhen = pickleStep.type === 'Action' && this.since === this.begun
  // legal-variants, "Proof of a negative" — a record that was owed stands before the window; a slow server still sends that of the Given
  if (isFirstWhen && demandsSilence(pickle)) await this.testbed.enablers.settled()
  const n = this.testbed.step('begin', pickleStep.text, keywords[pickleStep.type ?? ''])
  if (pickleStep.type === 'Action') this.since = n
})

AfterStep(function (this: ConformanceWorld, { pickleStep, result }) {
  this.testbed.step('end', pickleStep.text)
  const message = result.exception?.message ?? result.message
  if (result.status !== 'FAILED') return
  const inconclusive = result.exception?.type === 'Inconclusive'
  this.testbed.trouble(
    inconclusive ? 'inconclusive' : 'error',
    new TestbedOrStepError(result.exception?.type ?? 'Error', message ?? 'a step failed'),
  )
})

After({ name: 'the judge' }, async function (this: ConformanceWorld) {
  const { testbed, preflight: trial } = stage
  if (!testbed || trial?.state !== 'ready' || this.begun === 0) return
  demandHistory()
  try {
    await testbed.drain()
  } catch (error) {
    testbed.trouble('error', error) // the scenario ends all the same: the next one must not inherit its cast
  }
  const { verdicts } = await testbed.endScenario()
  demandHistory()
  if (testbed.isAborted) throw new Inconclusive('the run was aborted')
  const verdict = verdicts.find((one) => one.testPurpose === this.testPurpose)
  switch (verdict?.word) {
    case 'pass':
      return
    case 'fail':
      throw new ConformanceAssertion(verdict.reason)
    case 'error':
      throw new TestbedError({ what: verdict.reason, where: this.testPurpose, mend: 'see the history and the error above' })
    default:
      throw new Inconclusive(verdict?.reason ?? 'the judge has nothing to say of this scenario')
  }
})

AfterAll({ name: 'the testbed ends' } as object, async function () {
  const judgment = await stage.testbed?.seal('done')
  note((this.parameters as unknown as WorldParameters).plan.outDir, judgment ? { judgment } : {})
})

/** Without its only witness nothing can be said of a scenario. */
function demandHistory(): void {
  const unwritable = stage.testbed?.unwritable
  if (unwritable !== undefined) throw unwritable
}

class TestbedOrStepError extends Error {
  override readonly name: string
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

function idOf(pickle: Pickle): string {
  return pickle.tags.map((tag) => tag.name.slice(1)).find((name) => name.startsWith('TP_')) ?? ''
}

/** What the command line reads of this worker afterwards. */
function note(outDir: string, more: object): void {
  const { preflight: trial, testbed } = stage
  const trouble = testbed?.unwritable ?? stage.trouble
  const text = trouble && { name: trouble.name, message: trouble.message }
  const file = join(outDir, 'work', `w${worker}.json`)
  const beside = `${file}.part`
  try {
    mkdirSync(join(outDir, 'work'), { recursive: true })
    writeFileSync(beside, JSON.stringify({ pid: process.pid, preflight: trial, trouble: text, ...more }))
    renameSync(beside, file)
  } catch {
    // on a full disk what was noted before stands; the command line says what it misses
  }
}

/** Nothing of ours outlives the run: a lost parent or a signal seals the history and ends every child, then this process. */
function ownTheProcess(outDir: string): void {
  if (!process.connected || existsSync(join(outDir, 'work', 'stop'))) process.exit(1) // the run ended while we were loading
  const end = (): void => {
    stage.testbed?.abort()
    note(outDir, { aborted: true })
    setTimeout(() => process.exit(1), 300)
  }
  process.on('disconnect', end)
  process.on('SIGTERM', end)
  process.on('SIGINT', () => undefined) // the coordinator decides; a terminal sends it to everyone
  note(outDir, {})
}
