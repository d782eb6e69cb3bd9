// One run from plan to exit code: scenarios, seals, the second judgment from disk, reports, summary.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Envelope } from '@cucumber/messages'
import { notApplicable, testPurposes, type TestPurpose } from '../judge/requirements/test-purposes'
import type { VerdictWord } from '../judge/verdict'
import { handOn, trendOf } from '../reports/allure/trend'
import { harmlessLines } from '../reports/harmless-text'
import { summaryText } from '../reports/summary'
import { makeBundle, type Intact } from '../bundle'
import { bundledText } from './bundle-target'
import type { UnwritableHistory } from '../testbed'
import { EXIT } from './exit-codes'
import { isThere, prepareOut } from './out-folder'
import { probePorts } from './port-probe'
import { progress } from './progress'
import { hasHistory, judgeStored, slicesOf, type JudgedHistory } from './rejudge'
import type { RunOptions } from './run-options'
import { runScenarios } from './scenarios'
import { ROOT, suiteDigest, suiteVersion } from './suite'
import { UsageError } from './usage-error'
import { toolsOf } from './tools-used'
import { verbsIn } from './verbs'
import { exitCodeOf, ofOthers, verdictsDocument, type RunFacts } from './verdicts-file'
import { tellToStop, workerNotes, type WorkerNote } from './worker-notes'
import { writeReports } from './write-reports'

/** After Ctrl-C the workers have this long to seal. */
const SEAL_MS = 1_500

export async function conformanceRun(o: RunOptions): Promise<number> {
  const startedAt = new Date().toISOString()
  const { profile, digest } = o.profile
  if (o.sut.kind === 'outside')
    await probePorts([
      { ...o.listenSip, flag: '--listen-sip', transport: 'udp' },
      ...(o.sut.sip.transport === undefined ? [] : [{ ...o.listenSip, flag: '--listen-sip', transport: 'tcp' } as const]),
      ...o.listenCh1.map((at) => ({ ...at, flag: '--listen-ch1', transport: 'tcp' }) as const),
    ])
  const trend = trendOf(o.outDir)
  prepareOut(o.outDir)
  if (o.verdictsOnly !== true) handOn(o.outDir, trend)
  const suite = { version: suiteVersion(), digest: suiteDigest() }
  const excluded = exclusions(o)
  const selected = new Set<string>()
  const purposeOf = new Map<string, string>()
  const envelopes: Envelope[] = []
  let total = 0
  let unwritable: string | undefined
  const show = progress(o.progress, () => total)
  const interrupted = interruption(o.outDir, o.parallel)
  const running = runScenarios({
    parameters: {
      plan: {
        profile,
        profileDigest: digest,
        suite: suite.digest,
        engine: o.engine,
        sut: o.sut,
        listenSip: o.listenSip,
        listenCh1: o.listenCh1,
        binding: o.binding,
        outDir: o.outDir,
        ...(o.leaseBase === undefined ? {} : { leaseBase: o.leaseBase }),
        ...(o.sippPath === undefined ? {} : { sippPath: o.sippPath }),
        ...(o.sipPassword === undefined ? {} : { sipPassword: o.sipPassword }),
      },
      notApplicable: excluded,
    },
    features: o.features ?? [join(ROOT, 'features', '**', '*.feature')],
    tags: tagExpression(o),
    parallel: o.parallel,
    ...(o.shard === undefined ? {} : { shard: o.shard }),
    onMessage: (envelope) => {
      envelopes.push(envelope)
      unwritable ??= unwritableIn(envelope)
      if (unwritable !== undefined) interrupted.begin()
      if (envelope.testCase) {
        total += 1
        selected.add(purposeOf.get(envelope.testCase.pickleId) ?? '')
      }
      if (envelope.pickle) {
        const tag = envelope.pickle.tags.find(({ name }) => name.startsWith('@TP_'))
        purposeOf.set(envelope.pickle.id, tag?.name.slice(1) ?? '')
      }
      show.on(envelope)
    },
  })
  const aborted = interrupted.done.then(() => ({ errorText: '', aborted: true }))
  const outcome = await Promise.race([
    // workers that were told to stop may end the run before the last of them is known to be gone
    running.then((result) => (interrupted.began() ? aborted : { ...result, aborted: false })),
    aborted,
  ])
  interrupted.over()
  show.over()
  const notes = workerNotes(o.outDir)
  unwritable ??= notes.find(({ trouble }) => trouble?.name === UNWRITABLE)?.trouble?.message
  if (unwritable !== undefined) process.stderr.write(`ch1: ${harmlessLines(unwritable)}\n`)
  if (unwritable !== undefined && !hasHistory(o.outDir)) process.exit(EXIT.usage)
  if (outcome.aborted && !hasHistory(o.outDir)) {
    process.stderr.write('ch1: no testbed had started, so there is nothing to judge\n')
    process.exit(EXIT.inconclusive) // see below
  }
  refuseSilentSut(notes)
  const histories = judgeStored(o.outDir, { complete: false })
  if (!outcome.aborted && unwritable === undefined) requireNoted(o.outDir, histories, notes)
  requireSameJudgment(histories, notes)
  const slices = slicesOf(histories)
  if (unwritable !== undefined && slices.length === 0) process.exit(EXIT.usage) // before the first scenario
  const opened = histories[0]?.notes.opened
  const wasAborted = outcome.aborted || unwritable !== undefined || histories.some(({ notes: { sealed } }) => sealed !== 'done')
  const facts: RunFacts = {
    suite,
    sut: {
      name: opened?.kind === 'opened' ? opened.sut.name : profile.sut.name,
      version: o.sut.kind === 'embedded' ? suite.version : profile.sut.version,
      role: profile.sut.role,
    },
    profile: { name: profile.name, digest },
    engine: o.engine,
    binding: o.binding,
    startedAt,
    finishedAt: new Date().toISOString(),
    aborted: wasAborted,
    selected: o.only.length > 0 || o.tags !== '' || o.shard !== undefined ? new Set([...selected, ...o.only]) : undefined,
    notApplicable: excluded,
    ofOthers: ofOthers(profile),
    hindered:
      unwritable !== undefined || (wasAborted && !notes.some((note) => note.trouble))
        ? undefined
        : hindrance(notes, outcome.errorText),
    extra: unfinished(envelopes, wasAborted),
    tools: toolsOf(histories, { node: process.version.slice(1) }),
  }
  const document = verdictsDocument(histories, slices, facts)
  const environment = {
    Suite: `${suite.version} ${suite.digest.slice(0, 12)}`,
    SUT: facts.sut.name,
    Role: facts.sut.role,
    Profile: profile.name,
    Engine: `${o.engine} ${o.engineVersion}`,
    ...(o.binding === 'http' ? { 'CH-1': 'over HTTP, experimental: no conformance claim' } : {}),
    Node: process.version,
  }
  const reports = { outDir: o.outDir, document, histories, slices, envelopes, environment }
  const html = o.html && !outcome.aborted
  // where the history had no room, they have none
  const isFull = unwritable !== undefined
  const unmade = isFull ? [] : await writeReports({ ...reports, verdictsOnly: o.verdictsOnly === true, html })
  // a worker that was starting when it was told to stop may still write its note
  rmSync(join(o.outDir, 'work'), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
  const bundle = isFull ? undefined : await bundled(o)
  const troubles = [...unmade, ...(typeof bundle === 'string' ? [`bundle: ${bundle}`] : [])]
  for (const trouble of troubles) process.stderr.write(`ch1: not made: ${harmlessLines(trouble)}\n`)
  if (o.silent !== true)
    process.stdout.write(
      summaryText(document, {
        out: o.outDir,
        made: isThere(o.outDir),
        colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
      }),
    )
  if (typeof bundle === 'object') process.stdout.write(`\n${bundledText(bundle.target, bundle.made)}`)
  const code = exitCodeOf(document)
  if (outcome.aborted) process.exit(code) // a worker that was still loading would keep us; it ends when it finds us gone
  return code === EXIT.passed && troubles.some((trouble) => !trouble.startsWith('Allure report')) ? EXIT.error : code
}

/** The bundle that was asked for; words where it could not be made: the run keeps its verdicts and its exit code of a fail. */
async function bundled({ bundle, outDir }: RunOptions): Promise<{ target: string; made: Intact } | string | undefined> {
  if (bundle === undefined) return undefined
  const { target, signing } = bundle
  try {
    return { target, made: await makeBundle(outDir, target, { ...signing, at: new Date().toISOString() }) }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The purposes that do not apply in this run, each with its reason. */
export function exclusions(o: RunOptions): Readonly<Record<string, string>> {
  const { profile: loaded, binding, engine, listenCh1 } = o
  const verbs = verbsIn(o)
  const all: readonly TestPurpose[] = testPurposes
  const reasons = all.map(
    (purpose) => [purpose.id, notApplicable(purpose, loaded.profile, verbs, binding, engine, listenCh1.length)] as const,
  )
  return Object.fromEntries(reasons.flatMap(([id, why]) => (why === undefined ? [] : [[id, why]])))
}

function tagExpression({ only, tags }: RunOptions): string {
  const ids = only.map((id) => `@${id}`).join(' or ')
  return [ids, tags]
    .filter((part) => part !== '')
    .map((part) => `(${part})`)
    .join(' and ')
}

const UNWRITABLE: UnwritableHistory['name'] = 'UnwritableHistory'

/** A worker that cannot write its history says so by the step that found out. */
function unwritableIn({ testStepFinished }: Envelope): string | undefined {
  const exception = testStepFinished?.testStepResult.exception
  return exception?.type === UNWRITABLE ? exception.message : undefined
}

interface Interruption {
  /** Resolves once the workers are gone. */
  readonly done: Promise<void>
  /** Ends them without a word. */
  begin(): void
  began(): boolean
  over(): void
}

/** Ctrl-C (or SIGTERM) tells the workers to seal their histories and waits for them; one that is still loading gets the same time. */
function interruption(outDir: string, workers: number): Interruption {
  let hasBegun = false
  let over = (): void => undefined
  let begin = (): void => undefined
  const done = new Promise<void>((resolve) => {
    const end = (): void => {
      if (!hasBegun) process.stderr.write('\nch1: stopping; the history is sealed as aborted\n')
      begin()
    }
    begin = () => {
      if (hasBegun) return
      hasBegun = true
      tellToStop(outDir)
      const pids = new Set<number>()
      const deadline = Date.now() + SEAL_MS
      const wait = setInterval(() => {
        for (const { pid } of workerNotes(outDir)) {
          if (!pids.has(pid)) signal(pid, 'SIGTERM')
          pids.add(pid)
        }
        const ended = pids.size >= workers && ![...pids].some((pid) => signal(pid, 0))
        if (!ended && Date.now() < deadline) return
        clearInterval(wait)
        for (const pid of pids) signal(pid, 'SIGKILL')
        resolve()
      }, 20)
    }
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
    over = () => process.off('SIGINT', end).off('SIGTERM', end)
  })
  return { done, begin: () => begin(), began: () => hasBegun, over: () => over() }
}

/** Signals a worker that this run started; false when it is gone. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

function refuseSilentSut(notes: readonly WorkerNote[]): void {
  const silent = notes.map((note) => note.preflight).find((one) => one?.state === 'silent')
  if (silent?.state === 'silent') throw new UsageError(silent.reason, 'the trial before the first scenario', silent.mend)
}

/** What was judged live is noted as a worker ends: where that had no room, nothing shows that the history gives the same. */
function requireNoted(outDir: string, histories: readonly JudgedHistory[], notes: readonly WorkerNote[]): void {
  const noted = new Set(notes.flatMap(({ worker, judgment }) => (judgment ? [`${worker}.ndjson`] : [])))
  const silent = histories.find(({ file, notes: { sealed } }) => sealed === 'done' && !noted.has(file))
  if (silent)
    throw new UsageError(
      'what was judged live could not be noted, and is not there to be compared',
      join(outDir, 'work', silent.file.replace('.ndjson', '.json')),
      `make room and run again; what was recorded is kept, and told by: ch1 report ${outDir}`,
    )
}

/** Live and replay are the same fold: a difference is an error of ours that must not pass. */
function requireSameJudgment(histories: readonly JudgedHistory[], notes: readonly WorkerNote[]): void {
  for (const { worker, judgment } of notes) {
    if (!judgment) continue
    const stored = histories.find(({ file }) => file === `${worker}.ndjson`)
    if (stored?.notes.sealed !== 'done') continue
    const normal = (value: unknown): string => JSON.stringify(JSON.parse(JSON.stringify(value)))
    if (normal(judgment) !== normal(stored.judgment))
      throw new Error(
        `the live judgment of ${worker} differs from the one made again from its sealed history; history/${worker}.ndjson is kept`,
      )
  }
}

function hindrance(notes: readonly WorkerNote[], errorText: string): RunFacts['hindered'] {
  const trouble = notes.find((note) => note.trouble)?.trouble
  if (trouble) return { word: 'error', reason: `${trouble.name}: ${trouble.message}` }
  const hindered = notes.map((note) => note.preflight).find((one) => one?.state === 'hindered')
  if (hindered?.state === 'hindered') return { word: 'inconclusive', reason: `${hindered.reason}. ${hindered.mend}` }
  return errorText.trim() === '' ? undefined : { word: 'error', reason: errorText.trim().split('\n')[0] ?? '' }
}

/** Scenarios whose worker died, and steps cucumber could not run: trouble of ours that no history can tell. */
function unfinished(
  envelopes: readonly Envelope[],
  aborted: boolean,
): Readonly<Record<string, { word: VerdictWord; reason: string }>> {
  const purposeOfPickle = new Map(
    envelopes.flatMap(({ pickle }) =>
      pickle
        ? [
            [
              pickle.id,
              pickle.tags
                .map((tag) => tag.name)
                .find((name) => name.startsWith('@TP_'))
                ?.slice(1) ?? '',
            ],
          ]
        : [],
    ),
  )
  const purposeOfCase = new Map(
    envelopes.flatMap(({ testCase }) => (testCase ? [[testCase.id, purposeOfPickle.get(testCase.pickleId) ?? '']] : [])),
  )
  const open = new Map<string, string>()
  const extra: Record<string, { word: VerdictWord; reason: string }> = {}
  for (const envelope of envelopes) {
    if (envelope.testCaseStarted)
      open.set(envelope.testCaseStarted.id, purposeOfCase.get(envelope.testCaseStarted.testCaseId) ?? '')
    if (envelope.testStepFinished) {
      const { testCaseStartedId, testStepResult } = envelope.testStepFinished
      const id = open.get(testCaseStartedId) ?? ''
      const status: string = testStepResult.status
      if (['UNDEFINED', 'AMBIGUOUS', 'PENDING'].includes(status))
        extra[id] = { word: 'error', reason: `a step is ${status.toLowerCase()}: ${testStepResult.message ?? ''}` }
      const kind = testStepResult.exception?.type
      if (status === 'FAILED' && kind !== 'ConformanceAssertion' && kind !== 'Inconclusive')
        extra[id] = { word: 'error', reason: testStepResult.exception?.message ?? testStepResult.message ?? 'a step failed' }
    }
    if (envelope.testCaseFinished) open.delete(envelope.testCaseFinished.testCaseStartedId)
  }
  // what the abort cut off is no error of anybody
  if (aborted) for (const [id, { reason }] of Object.entries(extra)) extra[id] = { word: 'inconclusive', reason }
  for (const id of open.values()) extra[id] ??= { word: 'inconclusive', reason: 'its scenario started and did not finish' }
  return extra
}
