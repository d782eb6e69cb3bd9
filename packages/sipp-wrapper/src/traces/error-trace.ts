// Reads SIPp's -trace_err: entries that begin with a time stamp and, before 3.7.3, have no line end between them.
import { stampSource } from './time-stamp'

/** One thing SIPp complained of. */
export interface ErrorEntry {
  /** SIPp's own stamp, as written. */
  readonly time: string
  /** Without white space at its ends; at most 4,096 characters of it. */
  readonly text: string
  /** Characters of a longer entry that are not in `text`. */
  readonly leftOut: number
}

const keptCharacters = 4_096
// Longer than any stamp: as much of the end of a chunk as may be the beginning of one.
const stampReach = 80
const stamp = new RegExp(`${stampSource}: `, 'g')

/**
 * An incremental reader of the error trace. What stands before the first stamp ("The following events occurred:") is no entry.
 * SIPp quotes what it received, so a peer that sends a time stamp can make one entry look like two; count on no number of entries.
 */
export class ErrorTraceParser {
  private pending = ''
  private open: { time: string; text: string; leftOut: number } | undefined

  /** The entries that are complete, since the next one has begun. */
  push(chunk: Uint8Array): readonly ErrorEntry[] {
    this.pending += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    const entries: ErrorEntry[] = []
    let from = 0
    for (const match of this.pending.matchAll(stamp)) {
      this.extend(this.pending.slice(from, match.index))
      entries.push(...this.finish())
      this.open = { time: match[0].slice(0, -2), text: '', leftOut: 0 }
      from = match.index + match[0].length
    }
    const until = Math.max(from, this.pending.length - stampReach)
    this.extend(this.pending.slice(from, until))
    this.pending = this.pending.slice(until)
    return entries
  }

  /** The last entry, which nothing follows. */
  end(): readonly ErrorEntry[] {
    this.extend(this.pending)
    this.pending = ''
    return this.finish()
  }

  private extend(text: string): void {
    if (this.open === undefined) return
    const room = Math.max(0, keptCharacters - this.open.text.length)
    this.open.text += text.slice(0, room)
    this.open.leftOut += Math.max(0, text.length - room)
  }

  private finish(): readonly ErrorEntry[] {
    if (this.open === undefined) return []
    const { time, text, leftOut } = this.open
    this.open = undefined
    return [{ time, text: text.trim(), leftOut }]
  }
}

/** All entries of an error trace. */
export function readErrorTrace(bytes: Uint8Array): readonly ErrorEntry[] {
  const parser = new ErrorTraceParser()
  return [...parser.push(bytes), ...parser.end()]
}
