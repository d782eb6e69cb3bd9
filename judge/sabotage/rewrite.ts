// A history with something taken out, put in or changed, whole again: in order of time, numbered, every reference following.
import type { HistoryEvent, HistoryFact } from '../history/events'

/** A fact and when it happened. */
export type Dated = { readonly atUs: number } & HistoryFact

/** What becomes of one event: nothing, itself, or others. */
export type Rewrite = (event: HistoryEvent) => readonly Dated[]

/**
 * Rewrites every event. Facts of the same time keep their order. `chain` events are left out: they hash what is no more; whoever writes the
 * history down makes new ones, and a new seal.
 */
export function rewritten(events: readonly HistoryEvent[], rewrite: Rewrite): readonly HistoryEvent[] {
  const placed: { readonly was: number; readonly fact: Dated }[] = []
  for (const event of events) if (event.kind !== 'chain') for (const fact of rewrite(event)) placed.push({ was: event.n, fact })
  placed.sort((a, b) => a.fact.atUs - b.fact.atUs) // stable
  const newest = new Map<number, number>()
  for (const [n, { was }] of placed.entries()) if (!newest.has(was)) newest.set(was, n)
  const olds = [...newest.keys()].sort((a, b) => a - b)
  const now = (n: number): number => newest.get(n) ?? newest.get(olds.findLast((old) => old <= n) ?? -1) ?? -1
  return placed.map(({ fact }, n) => ({ ...followed(fact, now), n }))
}

/** A fact whose event numbers are those of the new history. */
function followed(fact: Dated, now: (n: number) => number): Dated {
  if (fact.kind === 'impaired') return { ...fact, of: now(fact.of) }
  if (fact.kind !== 'demand') return fact
  const { demand } = fact
  return { ...fact, demand: { ...demand, cause: { ...demand.cause, after: now(demand.cause.after) } } }
}
