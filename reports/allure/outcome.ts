// How a scenario ended, in the suite's own words: what cucumber saw, made worse by what the judge said, and the Allure status of it.
import { Status } from 'allure-js-commons'
import type { TestStepResult } from '@cucumber/messages'
import type { ReportedResult } from '../../judge/verdicts-document'
import type { RunCase } from './run-record'

/** From good to bad; `skipped` stands between, since a scenario that did not run must never look passed. */
export const outcomeWords = ['pass', 'skipped', 'inconclusive', 'fail', 'error'] as const
export type OutcomeWord = (typeof outcomeWords)[number]

export interface Outcome {
  readonly word: OutcomeWord
  /** Empty for a pass. */
  readonly message: string
}

/**
 * What cucumber said about a test case. Stock allure-cucumberjs 3.12 looks at non-hook steps only and ranks PASSED above SKIPPED
 * and undefined (allure-js issue 1358), so the worst of all steps and hooks is taken here.
 */
export function cucumberOutcome(one: RunCase): Outcome {
  if (!one.finished)
    return { word: 'error', message: 'the run ended before this scenario did: its worker stopped or was stopped' }
  const [first, ...others] = one.results.map(({ result }) => outcomeOf(result))
  if (first === undefined) return { word: 'error', message: 'no step of this scenario ran' }
  return others.reduce((a, b) => (rank(b.word) > rank(a.word) ? b : a), first)
}

/** One step or hook. The error's type decides, never its text: a stack that names a function `assert…` makes no fail. */
export function outcomeOf(result: TestStepResult): Outcome {
  const message = result.message ?? result.exception?.message ?? ''
  switch (result.status as string) {
    case 'PASSED':
      return { word: 'pass', message: '' }
    case 'SKIPPED':
      return { word: 'skipped', message: 'SKIPPED: not applicable' }
    case 'FAILED': {
      const type = result.exception?.type ?? ''
      if (/Assert/.test(type)) return { word: 'fail', message }
      if (type === 'Inconclusive' || type === 'InconclusiveError') return { word: 'inconclusive', message }
      return { word: 'error', message: message === '' ? 'failed without a message' : message }
    }
    case 'UNDEFINED':
      return { word: 'error', message: 'UNDEFINED: a step has no definition' }
    case 'AMBIGUOUS':
      return { word: 'error', message: `AMBIGUOUS: ${message || 'a step has more than one definition'}` }
    case 'PENDING':
      return { word: 'error', message: 'PENDING: step not implemented' }
    default:
      return { word: 'error', message: `cucumber gave the status ${result.status}` }
  }
}

export function verdictWord(result: ReportedResult): OutcomeWord {
  return result.verdict === 'not-applicable' ? 'skipped' : result.verdict
}

export function worseWord(a: OutcomeWord, b: OutcomeWord): OutcomeWord {
  return rank(a) >= rank(b) ? a : b
}

export function allureStatus(word: OutcomeWord): Status {
  switch (word) {
    case 'pass':
      return Status.PASSED
    case 'skipped':
      return Status.SKIPPED
    case 'fail':
      return Status.FAILED
    case 'inconclusive':
    case 'error':
      return Status.BROKEN
  }
}

function rank(word: OutcomeWord): number {
  return outcomeWords.indexOf(word)
}
