// Which decisions of the judge belong to which step of a scenario, read from the step and demand events of its slice.
import type { HistoryEvent } from '../../judge/history/events'
import type { Decision, Judgment } from '../../judge/verdict'
import type { Slice } from '../../judge/verdicts-document'

/** One step as it ran, from 0 in the order of `begin` events, with what the judge decided about the demands it made. */
export interface StepDecisions {
  readonly step: number
  readonly text: string
  readonly decisions: readonly {
    readonly level: 'MUST' | 'SHOULD' | 'OBSERVE'
    readonly clause: string
    readonly decision: Decision
  }[]
}

/** The steps of one scenario, found again by test purpose and number. */
export interface ScenarioDecisions {
  readonly testPurpose: string
  readonly k: number
  readonly steps: readonly StepDecisions[]
  /** What carried its SIP to and from the SUT. */
  readonly transports: readonly string[]
  /** What its participants ran on: not always the engine of the run. */
  readonly engines: readonly string[]
}

/** `events` is the slice, or the whole history it lies in; `demands` is `Judgment.demands` of that history. */
export function scenarioDecisions(
  slice: Slice,
  events: readonly HistoryEvent[],
  demands: Judgment['demands'],
): ScenarioDecisions {
  const decided = new Map(demands.map((one) => [one.demand.id, one]))
  const steps: { step: number; text: string; decisions: StepDecisions['decisions'][number][] }[] = []
  const transports = new Set<string>()
  const engines = new Set<string>()
  for (const event of events) {
    if (event.n < slice.first || event.n > slice.last) continue
    if (event.kind === 'step' && event.edge === 'begin') steps.push({ step: steps.length, text: event.text, decisions: [] })
    if (event.kind === 'sip') transports.add(event.flow.transport)
    if (event.kind === 'wire') engines.add(event.engine)
    if (event.kind !== 'demand') continue
    const one = decided.get(event.demand.id)
    if (one) steps.at(-1)?.decisions.push({ level: one.demand.level, clause: one.demand.clause, decision: one.decision })
  }
  return { testPurpose: slice.testPurpose, k: slice.k, steps, transports: [...transports].sort(), engines: [...engines].sort() }
}
