// Every story that a test has judged is judged a second time, by the other judge, and must give no contradiction.
import assert from 'node:assert/strict'
import type { HistoryEvent } from '../../judge/history/events'
import { compare } from '../../judge/second/disagreements'
import { secondJudgment } from '../../judge/second/second-judge'
import type { Judgment } from '../../judge/verdict'

/** Fails with what either judge says where they contradict each other. */
export function agrees(events: readonly HistoryEvent[], first: Judgment): void {
  const { disagreements } = compare(first, secondJudgment(events))
  assert.deepEqual(disagreements, [], 'the two judges contradict each other')
}
