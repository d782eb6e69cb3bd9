// The run's progress on standard error: one line a scenario, or nothing.
import type { Envelope } from '@cucumber/messages'

export type ProgressMode = 'auto' | 'plain' | 'none'

/** Gives the listener for cucumber's messages. */
export function progress(mode: ProgressMode, total: () => number): (envelope: Envelope) => void {
  if (mode === 'none') return () => undefined
  const live = mode === 'auto' && process.stderr.isTTY
  const names = new Map<string, string>()
  const caseOf = new Map<string, string>()
  const worst = new Map<string, string>()
  let done = 0
  return (envelope) => {
    if (envelope.pickle) names.set(envelope.pickle.id, envelope.pickle.tags[0]?.name.slice(1) ?? envelope.pickle.name)
    if (envelope.testCase) names.set(envelope.testCase.id, names.get(envelope.testCase.pickleId) ?? '?')
    if (envelope.testCaseStarted) caseOf.set(envelope.testCaseStarted.id, names.get(envelope.testCaseStarted.testCaseId) ?? '?')
    if (envelope.testStepFinished) {
      const { testCaseStartedId: id, testStepResult: result } = envelope.testStepFinished
      const word =
        result.status === 'FAILED'
          ? result.exception?.type === 'ConformanceAssertion'
            ? 'fail'
            : result.exception?.type === 'Inconclusive'
              ? 'inconclusive'
              : 'error'
          : result.status === 'SKIPPED'
            ? 'skipped'
            : undefined
      if (word !== undefined && (worst.get(id) === undefined || worst.get(id) === 'skipped')) worst.set(id, word)
    }
    if (envelope.testCaseFinished) {
      done += 1
      const id = envelope.testCaseFinished.testCaseStartedId
      const line = `${String(done).padStart(3)}/${total()}  ${(caseOf.get(id) ?? '?').padEnd(12)} ${worst.get(id) ?? 'pass'}`
      process.stderr.write(live ? `\r\u001b[K${line}` : `${line}\n`)
      if (live && done === total()) process.stderr.write('\n')
    }
  }
}
