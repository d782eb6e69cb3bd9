// One history event as one line of NDJSON, and back. The only two places that know the text form.
import type { HistoryEvent } from './events'

/** The line without its line end. Keys come in the order they were recorded: n, atUs, kind, then the rest. */
export function eventToLine(event: HistoryEvent): string {
  return JSON.stringify(event)
}

/** Why a line is not an event. */
export class HistoryLineError extends Error {
  override readonly name = 'HistoryLineError'
}

const kinds: ReadonlySet<string> = new Set([
  'opened',
  'scenario',
  'sip',
  'ch1',
  'peer',
  'garbage',
  'command',
  'wire',
  'impaired',
  'step',
  'demand',
  'tick',
  'trouble',
  'chain',
  'sealed',
])

/** Reads one line; `expected` is the number the event must bear. Throws {@link HistoryLineError} naming line and cause. */
export function lineToEvent(line: string, expected: number): HistoryEvent {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new HistoryLineError(`line ${expected + 1}: not JSON (${(cause as Error).message}); the history is truncated or edited`)
  }
  if (typeof value !== 'object' || value === null) throw new HistoryLineError(`line ${expected + 1}: not an object`)
  const { n, atUs, kind } = value as { n?: unknown; atUs?: unknown; kind?: unknown }
  if (n !== expected)
    throw new HistoryLineError(
      `line ${expected + 1}: event number ${String(n)} where ${expected} belongs; a line is missing, doubled or moved`,
    )
  if (typeof atUs !== 'number' || !Number.isFinite(atUs)) throw new HistoryLineError(`line ${expected + 1}: no time`)
  if (typeof kind !== 'string' || !kinds.has(kind))
    throw new HistoryLineError(`line ${expected + 1}: unknown kind ${JSON.stringify(kind)}; a newer suite wrote it?`)
  return value as HistoryEvent
}
