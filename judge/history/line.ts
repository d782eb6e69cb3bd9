// One history event as one line of NDJSON, and back. The only two places that know the text form.
import { HISTORY_SCHEMA, type HistoryEvent } from './events'

/** The long line, without its line end. Keys come in the order they were recorded: n, atUs, kind, then the rest. */
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
  'unseen',
  'chain',
  'sealed',
])

/**
 * Reads the lines of one history, in order. A CH-1 message may be told by a short line, `{"n":…,"atUs":…,"as":…,"bytes":…}`: whatever
 * it leaves out is as in event `as`, the long line of a CH-1 message behind the last `chain`. So what stands between two chain events
 * can be read alone, and no more than that is remembered.
 */
export class HistoryLines {
  readonly #models = new Map<number, Ch1Event>()
  #n = 0
  #mayBeShort = false

  /** The event of the next line. Throws {@link HistoryLineError} naming line and cause; the line counts as not read then. */
  next(line: string): HistoryEvent {
    const value = parsed(line, this.#n)
    const event = this.#mayBeShort && 'as' in value ? this.#longer(value) : whole(value, this.#n)
    this.#n += 1
    if (event.kind === 'ch1' && !('as' in value)) this.#models.set(event.n, event)
    else if (event.kind === 'chain') this.#models.clear()
    else if (event.kind === 'opened') this.#mayBeShort = event.schema === HISTORY_SCHEMA
    return event
  }

  #longer(value: Numbered & { readonly as?: unknown; readonly bytes?: unknown }): HistoryEvent {
    const { n, atUs, as, bytes, ...more } = value
    const model = typeof as === 'number' ? this.#models.get(as) : undefined
    if (model === undefined) {
      throw new HistoryLineError(
        `line ${n + 1}: as event ${String(as)}, which is no CH-1 message told at length behind the last chain event`,
      )
    }
    const [surplus] = Object.keys(more)
    if (surplus !== undefined) throw new HistoryLineError(`line ${n + 1}: a short line does not say ${JSON.stringify(surplus)}`)
    if (typeof bytes !== 'string') throw new HistoryLineError(`line ${n + 1}: a short line without bytes`)
    return { ...model, n, atUs, bytes }
  }
}

type Ch1Event = Extract<HistoryEvent, { readonly kind: 'ch1' }>

interface Numbered {
  readonly n: number
  readonly atUs: number
}

function parsed(line: string, expected: number): Numbered {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new HistoryLineError(`line ${expected + 1}: not JSON (${(cause as Error).message}); the history is truncated or edited`)
  }
  if (typeof value !== 'object' || value === null) throw new HistoryLineError(`line ${expected + 1}: not an object`)
  const { n, atUs } = value as { n?: unknown; atUs?: unknown }
  if (n !== expected)
    throw new HistoryLineError(
      `line ${expected + 1}: event number ${String(n)} where ${expected} belongs; a line is missing, doubled or moved`,
    )
  if (typeof atUs !== 'number' || !Number.isFinite(atUs)) throw new HistoryLineError(`line ${expected + 1}: no time`)
  return value as Numbered
}

function whole(value: Numbered & { readonly kind?: unknown }, expected: number): HistoryEvent {
  const { kind } = value
  if (typeof kind !== 'string' || !kinds.has(kind))
    throw new HistoryLineError(`line ${expected + 1}: unknown kind ${JSON.stringify(kind)}; a newer suite wrote it?`)
  return value as HistoryEvent
}
