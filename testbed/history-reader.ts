// Reads a stored history back, event by event, and refuses one that is truncated, edited or from another schema.
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { READABLE_SCHEMAS, type HistoryEvent } from '../judge/history/events'
import { HistoryLines } from '../judge/history/line'

/** A history that cannot be judged: which file, which line, what is wrong with it. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
}

/** A line longer than this is no event of ours. */
const MAX_LINE_BYTES = 16 * 1024 * 1024

/**
 * Gives the events of a file in order, checking numbers and hash chain. `complete` (default) demands the seal;
 * without it a history that a crash cut short is given as far as it goes.
 */
export function* readHistory(path: string, o: { complete?: boolean } = {}): Generator<HistoryEvent> {
  const hash = createHash('sha256')
  const lines = new HistoryLines()
  let n = 0
  let sealed = false
  for (const line of linesOf(path)) {
    if (sealed)
      throw new HistoryError(`${path}: line ${n + 1} stands after the seal; two histories were joined, or it was edited`)
    let event: HistoryEvent
    try {
      event = lines.next(line.text)
    } catch (cause) {
      if (o.complete === false && line.last) return
      throw new HistoryError(`${path}: ${(cause as Error).message}`)
    }
    if (n === 0 && (event.kind !== 'opened' || !READABLE_SCHEMAS.includes(event.schema))) {
      throw new HistoryError(
        `${path}: line 1 does not open a history of schema ${READABLE_SCHEMAS.join(' or ')}; another suite version wrote it`,
      )
    }
    if (n > 0 && event.kind === 'opened')
      throw new HistoryError(`${path}: line ${n + 1} opens a second history; two runs were mixed`)
    if ((event.kind === 'chain' || event.kind === 'sealed') && event.sha256 !== hash.copy().digest('hex')) {
      throw new HistoryError(`${path}: the hash chain breaks at line ${n + 1}; something before it was edited`)
    }
    if (event.kind === 'sealed') sealed = true
    hash.update(line.text).update('\n')
    n += 1
    yield event
  }
  if (n === 0) throw new HistoryError(`${path}: empty`)
  if (!sealed && o.complete !== false)
    throw new HistoryError(`${path}: ends at line ${n} without its seal; the run was killed or the file truncated`)
}

/** The lines of a file, without their ends; `last`: it has none. Throws {@link HistoryError} for a line too long to be an event. */
export function* linesOf(path: string): Generator<{ readonly text: string; readonly last: boolean }> {
  const fd = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(256 * 1024)
    let rest: Buffer = Buffer.alloc(0)
    for (;;) {
      const length = readSync(fd, chunk, 0, chunk.length, null)
      if (length === 0) break
      rest = Buffer.concat([rest, chunk.subarray(0, length)])
      let from = 0
      for (let end = rest.indexOf(10, from); end >= 0; end = rest.indexOf(10, from)) {
        yield { text: rest.toString('utf8', from, end), last: false }
        from = end + 1
      }
      rest = rest.subarray(from)
      if (rest.length > MAX_LINE_BYTES) throw new HistoryError(`${path}: a line longer than ${MAX_LINE_BYTES} bytes`)
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), last: true }
  } finally {
    closeSync(fd)
  }
}
