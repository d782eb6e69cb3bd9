// What cucumber's stored messages say, by test case: which scenario, which steps, how each ended.
import type { Envelope, Hook, Pickle, TestCase, TestStepResult } from '@cucumber/messages'
import type { Slice } from '../../judge/verdicts-document'

/** One test case as it was started; `finished` is false when its worker died. */
export interface RunCase {
  /** Cucumber's id of this start. */
  readonly id: string
  readonly pickle: Pickle
  readonly testCase: TestCase
  /** From the first tag of the form `@TP_ARR_001`. */
  readonly testPurpose: string | undefined
  /** Results in the order they came: steps and hooks. */
  readonly results: readonly { readonly testStepId: string; readonly result: TestStepResult }[]
  readonly unfinishedStep: string | undefined
  readonly finished: boolean
}

export interface RunRecord {
  readonly cases: readonly RunCase[]
  readonly hooks: readonly Hook[]
}

const purposeTag = /^@(TP_[A-Z0-9]+_\d+)$/

export function readRun(envelopes: readonly Envelope[]): RunRecord {
  const pickles = new Map<string, Pickle>()
  const testCases = new Map<string, TestCase>()
  const open = new Map<string, { -readonly [K in keyof RunCase]: RunCase[K] } & { results: RunCase['results'][number][] }>()
  const hooks: Hook[] = []
  for (const e of envelopes) {
    if (e.hook) hooks.push(e.hook)
    else if (e.pickle) pickles.set(e.pickle.id, e.pickle)
    else if (e.testCase) testCases.set(e.testCase.id, e.testCase)
    else if (e.testCaseStarted) {
      const testCase = testCases.get(e.testCaseStarted.testCaseId)
      const pickle = testCase && pickles.get(testCase.pickleId)
      if (!testCase || !pickle) continue
      const testPurpose = pickle.tags.map((tag) => purposeTag.exec(tag.name)?.[1]).find((id) => id !== undefined)
      const id = e.testCaseStarted.id
      open.set(id, { id, pickle, testCase, testPurpose, results: [], unfinishedStep: undefined, finished: false })
    } else if (e.testStepStarted) {
      const one = open.get(e.testStepStarted.testCaseStartedId)
      if (one) one.unfinishedStep = e.testStepStarted.testStepId
    } else if (e.testStepFinished) {
      const one = open.get(e.testStepFinished.testCaseStartedId)
      one?.results.push({ testStepId: e.testStepFinished.testStepId, result: e.testStepFinished.testStepResult })
      if (one) one.unfinishedStep = undefined
    } else if (e.testCaseFinished) {
      const one = open.get(e.testCaseFinished.testCaseStartedId)
      if (one) one.finished = true
    }
  }
  return { cases: [...open.values()], hooks }
}

/**
 * Which slice a test case is: same purpose and scenario name. Scenarios that share both (the rows of an outline) are taken
 * in the order of the feature file, their slices in the order of `k`.
 */
export function slicesOfCases(cases: readonly RunCase[], slices: readonly Slice[]): ReadonlyMap<string, Slice> {
  const found = new Map<string, Slice>()
  const key = (purpose: string | undefined, name: string) => `${purpose ?? ''}\0${name}`
  const waiting = new Map<string, Slice[]>()
  for (const slice of [...slices].sort((a, b) => a.k - b.k)) {
    const name = key(slice.testPurpose, slice.scenario)
    waiting.set(name, [...(waiting.get(name) ?? []), slice])
  }
  // Pickles come in the order of the file; cases in the order they ran, which `--order random` and workers change.
  for (const one of [...cases].sort((a, b) => lineOf(a.pickle) - lineOf(b.pickle))) {
    const slice = waiting.get(key(one.testPurpose, one.pickle.name))?.shift()
    if (slice) found.set(one.id, slice)
  }
  return found
}

function lineOf(pickle: Pickle): number {
  return pickle.location?.line ?? 0
}
