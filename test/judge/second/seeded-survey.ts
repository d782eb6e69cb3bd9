// Seeded faults in either judge, over random histories of one seed and over the stories: which of them the other judge contradicts.
import { testPurposes } from '../../../judge/requirements/test-purposes'
import { compare } from '../../../judge/second/disagreements'
import type { HistoryEvent } from '../../../judge/history/events'
import type { SecondJudgment } from '../../../judge/second/opinion'
import { secondJudgment } from '../../../judge/second/second-judge'
import type { Judgment } from '../../../judge/verdict'
import { tell } from '../good-stories'
import { faults } from '../red/rows'
import { judged, type Story } from '../story'
import { faultyFirst, faultySecond, type SeededFault } from './faulty-judge'
import { firstFaults } from './first-faults'
import { tellRandom } from './random-story'
import { secondFaults } from './seeded-faults'
import { plansOf } from './survey'

export interface Caught {
  readonly judge: 'first' | 'second'
  readonly fault: SeededFault
  /** The first history that showed it, by its place among {@link historiesOf}; undefined where the other judge never contradicted it. */
  readonly at: number | undefined
}

/** Where each fault was seen, by judge and `<file>: <what>`. */
export interface Seen {
  readonly count: number
  readonly seed: number
  readonly first: Readonly<Record<string, number>>
  readonly second: Readonly<Record<string, number>>
}

export const keyOf = ({ file, what }: SeededFault): string => `${file}: ${what}`

interface Known {
  readonly events: readonly HistoryEvent[]
  readonly first: Judgment
  readonly second: SecondJudgment
}

/** All histories, judged by both judges once and only when they are asked for. */
export function historiesOf(count: number, seed: number): readonly (() => Known)[] {
  const once = (story: () => Story): (() => Known) => {
    let known: Known | undefined
    return () => {
      if (known) return known
      const events = story().events()
      return (known = { events, first: judged(events), second: secondJudgment(events) })
    }
  }
  return [
    ...[...plansOf(count, seed)].map((plan) => once(() => tellRandom(plan))),
    ...testPurposes.map(({ id }) => once(() => tell(id))),
    ...faults.map(({ purpose, edit, o }) => once(() => tell(purpose, { ...(edit ? { edit } : {}), ...o }))),
  ]
}

/** Is it contradicted, and by which history? Those that the sound judges contradict each other on say nothing. */
export function caughtBy(judge: Caught['judge'], fault: SeededFault, histories: readonly (() => Known)[]): number | undefined {
  const faulty = judge === 'first' ? faultyFirst(fault) : undefined
  const second = judge === 'second' ? faultySecond(fault) : undefined
  for (const [at, history] of histories.entries()) {
    const one = history()
    const { disagreements } = compare(faulty?.(one.events) ?? one.first, second?.(one.events) ?? one.second)
    if (disagreements.length > 0 && compare(one.first, one.second).disagreements.length === 0) return at
  }
  return undefined
}

export function* seededSurvey(count: number, seed: number): Generator<Caught> {
  const histories = historiesOf(count, seed)
  for (const fault of firstFaults) yield { judge: 'first', fault, at: caughtBy('first', fault, histories) }
  for (const fault of secondFaults) yield { judge: 'second', fault, at: caughtBy('second', fault, histories) }
}
