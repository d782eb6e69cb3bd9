// Reads what a run left on disk: histories, slices, and the events of one slice.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { HistoryEvent } from '../../judge/history/events'
import type { Slice } from '../../judge/verdicts-document'

/** Every history of a run by file name; a last line that is still being written is left out. */
export function histories(out: string): ReadonlyMap<string, readonly HistoryEvent[]> {
  let files: string[]
  try {
    files = readdirSync(path.join(out, 'history')).filter((file) => file.endsWith('.ndjson'))
  } catch {
    return new Map() // the run has not come so far
  }
  return new Map(files.sort().map((file) => [file, eventsOf(path.join(out, 'history', file))]))
}

/** All events of a run. */
export function allEvents(out: string): readonly HistoryEvent[] {
  return [...histories(out).values()].flat()
}

/** Did the machine of this run stand still for so long (250 ms) that the judge decides nothing of that time? */
export function stoodStill(out: string): boolean {
  return allEvents(out).some((event) => event.kind === 'tick' && event.lagUs > 250_000)
}

/** Each scenario with its events. */
export function slices(out: string): readonly (Slice & { readonly events: readonly HistoryEvent[] })[] {
  const stored = histories(out)
  const { slices: list } = JSON.parse(readFileSync(path.join(out, 'history', 'slices.json'), 'utf8')) as {
    readonly slices: readonly Slice[]
  }
  return list.map((slice) => ({ ...slice, events: (stored.get(slice.file) ?? []).slice(slice.first, slice.last + 1) }))
}

/** Waits for an event of a running run; throws after `withinMs`. */
export async function eventIn<E extends HistoryEvent>(
  out: string,
  wanted: (event: HistoryEvent, before: readonly HistoryEvent[]) => event is E,
  withinMs = 60_000,
): Promise<E> {
  const deadline = Date.now() + withinMs
  for (;;) {
    for (const events of histories(out).values()) {
      const found = events.find((event, i): event is E => wanted(event, events.slice(0, i)))
      if (found) return found
    }
    if (Date.now() > deadline) throw new Error(`the event did not come within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10)) // a file has no event to wait for that works everywhere
  }
}

function eventsOf(file: string): readonly HistoryEvent[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as HistoryEvent)
}
