// Writes events that were not recorded but made, as a history that can be judged alone: with a seal of its own.
import type { HistoryEvent } from '../judge/history/events'
import { HistoryWriter } from './history-writer'

/** Writes and seals. The events are numbered from 0 without gaps; chain events there may be none. */
export function resealed(path: string, events: readonly HistoryEvent[]): void {
  const writer = new HistoryWriter(path, { atOnce: false })
  for (const event of events) if (event.kind !== 'sealed') writer.write(event)
  const { n, atUs } = events.at(-1) ?? { n: -1, atUs: 0 }
  writer.write({ n: n + 1, atUs, kind: 'sealed', why: 'done', sha256: writer.digest() })
  writer.close()
}
