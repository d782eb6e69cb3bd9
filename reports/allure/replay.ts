// The stored messages once more, with broken steps marked and with an end for every test case that never had one.
import { TestStepResultStatus, type Envelope, type TestStepResult, type Timestamp } from '@cucumber/messages'
import type { Slice } from '../../judge/verdicts-document'
import { stepMarks } from './mark-steps'
import type { RunCase, RunRecord } from './run-record'
import type { ScenarioDecisions } from './step-decisions'

/**
 * In the order stored; ends that are missing come last, at the time of the last message. A start whose test case or pickle is not
 * among the messages is left out, since the reporter would crash on it: the count of results then tells.
 */
export function replayed(
  envelopes: readonly Envelope[],
  run: RunRecord,
  slices: ReadonlyMap<string, Slice>,
  decisions: readonly ScenarioDecisions[],
): readonly Envelope[] {
  const marks = new Map<string, ReadonlyMap<string, TestStepResult>>()
  for (const one of run.cases) {
    const slice = slices.get(one.id)
    const own = slice && decisions.find((candidate) => candidate.testPurpose === slice.testPurpose && candidate.k === slice.k)
    marks.set(one.id, stepMarks(one, own))
  }
  const known = envelopes.filter((envelope) => {
    const id =
      envelope.testCaseStarted?.id ??
      (envelope.testStepStarted ?? envelope.testStepFinished ?? envelope.testCaseFinished)?.testCaseStartedId
    return id === undefined || marks.has(id)
  })
  const marked = known.map((envelope) => {
    const finished = envelope.testStepFinished
    const mark = finished && marks.get(finished.testCaseStartedId)?.get(finished.testStepId)
    return finished && mark ? { ...envelope, testStepFinished: { ...finished, testStepResult: mark } } : envelope
  })
  const last = lastTimestamp(envelopes)
  return [...marked, ...run.cases.filter((one) => !one.finished).flatMap((one) => endOf(one, last))]
}

function endOf(one: RunCase, timestamp: Timestamp): readonly Envelope[] {
  const message = 'the run ended during this step'
  const step: readonly Envelope[] =
    one.unfinishedStep === undefined
      ? []
      : [
          {
            testStepFinished: {
              testCaseStartedId: one.id,
              testStepId: one.unfinishedStep,
              testStepResult: {
                duration: { seconds: 0, nanos: 0 },
                status: TestStepResultStatus.FAILED,
                message,
                exception: { type: 'TestbedError', message },
              },
              timestamp,
            },
          },
        ]
  return [...step, { testCaseFinished: { testCaseStartedId: one.id, timestamp, willBeRetried: false } }]
}

function lastTimestamp(envelopes: readonly Envelope[]): Timestamp {
  const times = envelopes.map(
    (e) => (e.testStepFinished ?? e.testStepStarted ?? e.testCaseFinished ?? e.testCaseStarted)?.timestamp,
  )
  return times.findLast((at) => at !== undefined) ?? { seconds: 0, nanos: 0 }
}
