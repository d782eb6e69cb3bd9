// Which scenario of its feature a pickle is, from 1: the k of its evidence folder.
import type { GherkinDocument, Pickle } from '@cucumber/messages'

/** Counts scenarios in document order; every row of an outline counts. */
export function scenarioNumber(pickle: Pickle, document: GherkinDocument): number {
  let k = 0
  for (const child of document.feature?.children ?? []) {
    const scenario = child.scenario
    if (!scenario) continue
    const rows = scenario.examples.flatMap((examples) => examples.tableBody)
    if (!pickle.astNodeIds.includes(scenario.id)) {
      k += Math.max(1, rows.length)
      continue
    }
    const row = rows.findIndex((one) => pickle.astNodeIds.includes(one.id))
    return k + (row < 0 ? 1 : row + 1)
  }
  return k + 1
}
