// The run's progress on standard error: a line that lives, a line a scenario, an event a line, or nothing.
import type { Envelope } from '@cucumber/messages'
import { harmless } from '../reports/harmless-text'

export type ProgressMode = 'auto' | 'plain' | 'json' | 'none'

/** How a scenario looked when it ended; the verdict of its purpose is made later, from all of the run. */
type Outcome = 'pass' | 'skipped' | 'inconclusive' | 'fail' | 'error'

/** Where progress goes; a terminal has `columns`. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface Progress {
  /** Takes each of cucumber's messages as it comes. */
  readonly on: (envelope: Envelope) => void
  /** All scenarios ended, or the run was stopped: the live line is over. */
  readonly over: () => void
}

/** Too few ended scenarios say nothing of the others. */
const FORETELLS_FROM = 3
const FALLBACK_COLUMNS = 80

/** `total` gives how many scenarios there are, so far as known. `nowMs` counts from anywhere. */
export function progress(
  mode: ProgressMode,
  total: () => number,
  stream: ProgressStream = process.stderr,
  nowMs: () => number = () => performance.now(),
): Progress {
  if (mode === 'none') return { on: () => undefined, over: () => undefined }
  const tell =
    mode === 'json' ? jsonTeller(stream) : mode === 'auto' && stream.isTTY === true ? liveTeller(stream) : plainTeller(stream)
  const names = new Map<string, Running>()
  const running = new Map<string, Running>()
  const worst = new Map<string, Outcome>()
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, inconclusive: 0, error: 0, skipped: 0 }
  let done = 0
  let beganMs: number | undefined
  const state = (): State => {
    const leftMs = done < FORETELLS_FROM ? undefined : ((nowMs() - (beganMs ?? nowMs())) / done) * (total() - done)
    return { done, of: total(), counts: { ...counts }, running: [...running.values()], leftMs }
  }
  return {
    on: ({ pickle, testCase, testCaseStarted, testStepFinished, testCaseFinished }) => {
      if (pickle) names.set(pickle.id, { testPurpose: pickle.tags[0]?.name.slice(1) ?? '?', scenario: pickle.name })
      if (testCase) names.set(testCase.id, names.get(testCase.pickleId) ?? UNKNOWN)
      if (testCaseStarted) {
        beganMs ??= nowMs()
        const one = names.get(testCaseStarted.testCaseId) ?? UNKNOWN
        running.set(testCaseStarted.id, one)
        tell.began(one, state())
      }
      if (testStepFinished) {
        const { testCaseStartedId: id, testStepResult } = testStepFinished
        const word = outcomeOf(testStepResult)
        const before = worst.get(id)
        if (word !== undefined && (before === undefined || before === 'skipped')) worst.set(id, word)
      }
      if (testCaseFinished) {
        const id = testCaseFinished.testCaseStartedId
        const one = running.get(id) ?? UNKNOWN
        const outcome = worst.get(id) ?? 'pass'
        running.delete(id)
        done += 1
        counts[outcome] += 1
        tell.ended(one, outcome, state())
      }
    },
    over: () => tell.over(state()),
  }
}

interface Running {
  readonly testPurpose: string
  readonly scenario: string
}

const UNKNOWN: Running = { testPurpose: '?', scenario: '?' }

interface State {
  readonly done: number
  readonly of: number
  readonly counts: Readonly<Record<Outcome, number>>
  readonly running: readonly Running[]
  /** Until the last scenario ends, if the others take as long as those that ended. */
  readonly leftMs: number | undefined
}

interface Teller {
  began(one: Running, state: State): void
  ended(one: Running, outcome: Outcome, state: State): void
  over(state: State): void
}

function plainTeller(stream: ProgressStream): Teller {
  return {
    began: () => undefined,
    ended: (one, outcome, { done, of }) => stream.write(`${plainLine(one, outcome, done, of)}\n`),
    over: () => undefined,
  }
}

function plainLine({ testPurpose }: Running, outcome: Outcome, done: number, of: number): string {
  return `${String(done).padStart(3)}/${of}  ${testPurpose.padEnd(12)} ${outcome}`
}

/** One line that is written over; what did not pass stays above it. */
function liveTeller(stream: ProgressStream): Teller {
  const over = '\r\u001b[K'
  const draw = (state: State): unknown => stream.write(over + liveLine(state).slice(0, (stream.columns ?? FALLBACK_COLUMNS) - 1))
  return {
    began: (_, state) => draw(state),
    ended: (one, outcome, state) => {
      if (outcome !== 'pass' && outcome !== 'skipped') stream.write(`${over}${plainLine(one, outcome, state.done, state.of)}\n`)
      draw(state)
    },
    over: () => stream.write(over),
  }
}

function liveLine({ done, of, counts, running, leftMs }: State): string {
  const words = { pass: 'passed', fail: 'failed', inconclusive: 'inconclusive', error: 'error', skipped: 'skipped' } as const
  const told = (Object.keys(words) as Outcome[]).flatMap((one) => (counts[one] > 0 ? [`${counts[one]} ${words[one]}`] : []))
  const left = leftMs === undefined || done === of ? '' : `about ${spanText(leftMs)} left`
  const now = running.map(({ testPurpose }) => testPurpose).join(' ')
  return [`${done}/${of}`, told.join(' · '), left, now].filter((part) => part !== '').join('  ')
}

function spanText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

/** One JSON document a line: `begin` and `end` of each scenario, `over` once. */
function jsonTeller(stream: ProgressStream): Teller {
  const write = (event: object): unknown => stream.write(`${JSON.stringify(event)}\n`)
  const said = ({ testPurpose, scenario }: Running) => ({ testPurpose, scenario: harmless(scenario, 200) })
  return {
    began: (one, { done, of }) => write({ event: 'begin', ...said(one), done, of }),
    ended: (one, outcome, { done, of, counts, leftMs }) =>
      write({
        event: 'end',
        ...said(one),
        outcome,
        done,
        of,
        counts,
        ...(leftMs === undefined ? {} : { leftMs: Math.round(leftMs) }),
      }),
    over: ({ done, of, counts }) => write({ event: 'over', done, of, counts }),
  }
}

function outcomeOf({ status, exception }: NonNullable<Envelope['testStepFinished']>['testStepResult']): Outcome | undefined {
  switch (status as string) {
    case 'PASSED':
      return undefined
    case 'SKIPPED':
      return 'skipped'
    case 'FAILED':
      return exception?.type === 'ConformanceAssertion' ? 'fail' : exception?.type === 'Inconclusive' ? 'inconclusive' : 'error'
    default:
      return 'error' // undefined, ambiguous, pending: a step that did not run is no pass
  }
}
