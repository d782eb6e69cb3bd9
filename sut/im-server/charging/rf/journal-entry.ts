// The lines of the buffer's journal, and what they come to: which records wait, which sessions have no end.
import type { StampedRecord } from '../record'
import type { StoredRecord } from './record-store'

/** One line. `last`: the newest record of a session without STOP, whatever became of that record. */
export type JournalEntry =
  | { readonly boot: number }
  | { readonly put: StoredRecord }
  | { readonly again: number; readonly endToEnd: number }
  | { readonly done: number }
  | { readonly last: StampedRecord }

const MOST_SESSIONS = 20_000
const TIMES: ReadonlySet<string> = new Set(['at', 'requestAt', 'responseAt', 'byTime'])

/** The line with its end. */
export function lineOf(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`
}

/** The present state of a journal. */
export class Pages {
  /** Origin-State-Id of the last start; 0 before the first. */
  boot = 0
  private readonly puts = new Map<number, StoredRecord>()
  private readonly sessions = new Map<string, StampedRecord>()

  /** Reads a whole journal; a line that is none is left out with a word: the last may be torn. */
  static read(text: string, log: (line: string) => void): Pages {
    const pages = new Pages()
    for (const [i, line] of text.split('\n').entries()) {
      if (line === '') continue
      try {
        pages.take(JSON.parse(line, revived) as JournalEntry)
      } catch (error) {
        log(`line ${i + 1} of the buffer cannot be read and is left out: ${String(error)}`)
      }
    }
    return pages
  }

  /** Length of {@link text}, roughly. */
  get bytes(): number {
    return 1200 * (this.puts.size + this.sessions.size)
  }

  take(entry: JournalEntry): void {
    if ('boot' in entry) this.boot = Math.max(this.boot, entry.boot)
    else if ('put' in entry) this.stands(entry.put)
    else if ('done' in entry) this.puts.delete(entry.done)
    else if ('last' in entry) this.goesOn(entry.last)
    else {
      const put = this.puts.get(entry.again)
      if (put) this.puts.set(entry.again, { ...put, endToEnd: entry.endToEnd })
    }
  }

  /** What waits, in the order it was stored. */
  stored(): readonly StoredRecord[] {
    return [...this.puts.values()].sort((a, b) => a.stored - b.stored)
  }

  /** The last record of each session without STOP. */
  unended(): readonly StampedRecord[] {
    return [...this.sessions.values()]
  }

  /** A journal that comes to the same. */
  text(): string {
    const entries: readonly JournalEntry[] = [
      { boot: this.boot },
      ...this.unended().map((last) => ({ last })),
      ...this.stored().map((put) => ({ put })),
    ]
    return entries.map(lineOf).join('')
  }

  private stands(put: StoredRecord): void {
    if (!Number.isSafeInteger(put.stored) || typeof put.record.sessionId !== 'string') throw new TypeError('no record')
    this.puts.set(put.stored, put)
    this.goesOn(put.record)
  }

  private goesOn(record: StampedRecord): void {
    if (record.type === 'event') return
    this.sessions.delete(record.sessionId)
    if (record.type === 'stop') return
    this.sessions.set(record.sessionId, record)
    const [oldest] = this.sessions.keys()
    if (this.sessions.size > MOST_SESSIONS && oldest !== undefined) this.sessions.delete(oldest)
  }
}

function revived(key: string, value: unknown): unknown {
  return TIMES.has(key) && typeof value === 'string' ? new Date(value) : value
}
