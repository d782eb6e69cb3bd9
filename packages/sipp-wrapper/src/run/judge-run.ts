// Decides whether a run succeeded, from SIPp's counters and not from its exit code, which is 0 with calls open too.
import { lastWords } from '../process/start-failure'
import { explainEnd } from '../process/exit-words'
import type { ProcessEnd } from '../process/sipp-process'
import type { Statistics } from '../traces/statistics-trace'
import type { EndedBy } from './run-result'

/** What a run is judged by. */
export interface RunFacts {
  readonly planned: number
  readonly end: ProcessEnd
  readonly by: EndedBy
  readonly deadlineMs: number
  readonly statistics: Statistics | undefined
  readonly errors: readonly string[]
  readonly stderr: string
  readonly remarks: readonly string[]
}

/** The counted part of a result. */
export interface RunJudgement {
  readonly problems: readonly string[]
  readonly started: number
  readonly succeeded: number
  readonly failed: number
  readonly unfinished: number
  readonly missing: number
  readonly failures: Readonly<Record<string, number>>
}

/** Judges a run: a success is planned = started = ended = succeeded, a normal end, and no fatal error. Everything else is a problem. */
export function judgeRun(facts: RunFacts): RunJudgement {
  const { planned, statistics } = facts
  const { created: started = 0, successful: succeeded = 0, failed = 0 } = statistics ?? {}
  const unfinished = Math.max(0, started - succeeded - failed)
  const failures = failuresOf(statistics)
  const problems: string[] = []
  if (started < planned) problems.push(`${planned - started} of ${planned} calls were never started`)
  if (started > planned) problems.push(`${started} calls were started, ${started - planned} more than the ${planned} planned`)
  if (failed > 0) {
    const reasons = Object.entries(failures).map(([reason, count]) => `${reason} ${count}`)
    problems.push(`${failed} calls failed: ${reasons.join(', ')}`)
  }
  if (unfinished > 0) problems.push(`${unfinished} calls had not ended`)
  if (succeeded !== planned)
    problems.push(
      `${succeeded} of ${planned} calls succeeded, ${Math.abs(planned - succeeded)} ${succeeded < planned ? 'are missing' : 'too many'}`,
    )
  problems.push(...endProblems(facts))
  const isDone = started >= planned && unfinished === 0
  if (facts.by === 'sipp' && facts.end.exitCode === 0 && !isDone)
    problems.push('SIPp ended before its calls were done, as it does when it is told to')
  if (statistics !== undefined && statistics.fatalErrors > 0) problems.push(`SIPp counted ${statistics.fatalErrors} fatal errors`)
  if (problems.length > 0 && facts.errors[0] !== undefined) problems.push(`SIPp said: ${lastWords(facts.errors[0])}`)
  else if (problems.length > 0 && lastWords(facts.stderr) !== '(nothing)') problems.push(`SIPp said: ${lastWords(facts.stderr)}`)
  problems.push(...facts.remarks)
  return { problems, started, succeeded, failed, unfinished, missing: planned - succeeded, failures }
}

/** The end of a run in words. */
export function explainRunEnd(end: ProcessEnd): string {
  if (end.exitCode === 0) return 'it ended in an orderly way (exit code 0, which SIPp also gives with calls open)'
  if (end.exitCode === 1) return 'a call failed (exit code 1)'
  return explainEnd(end)
}

function endProblems({ end, by, deadlineMs, statistics }: RunFacts): readonly string[] {
  const problems: string[] = []
  if (by === 'deadline') problems.push(`the run was ended after its deadline of ${deadlineMs} ms`)
  else if (by === 'stop') problems.push('the run was stopped before its calls were done')
  else if (by === 'somebody else') problems.push(`somebody else ended SIPp: ${explainRunEnd(end)}`)
  else if (end.exitCode !== 0) problems.push(`SIPp ended with: ${explainRunEnd(end)}`)
  if (statistics === undefined) problems.push('SIPp left no statistics')
  // Killed, it could not write its last line; the counters are up to a second old.
  else if (end.signal !== null)
    problems.push(`the counters are those of ${statistics.time.slice(0, 26).replace('\t', ' ')}, before its end`)
  return problems
}

function failuresOf(statistics: Statistics | undefined): Readonly<Record<string, number>> {
  if (statistics === undefined) return {}
  const failures = Object.fromEntries(statistics.failures)
  const explained = Object.values(failures).reduce((sum, count) => sum + count, 0)
  // A call ended by stop_call, for example, has no reason of SIPp's.
  return statistics.failed > explained ? { ...failures, Other: statistics.failed - explained } : failures
}
