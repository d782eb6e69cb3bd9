// The buffer on disk: a journal of what is stored and what is answered, read at the start of the server. TS 32.299 §6.1.3.1, RFC 6733 §9.4
import { mkdirSync, openSync, readFileSync, renameSync, writeFileSync, closeSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { SutError } from '../../../adapter'
import type { StampedRecord } from '../record'
import { Journal } from './journal'
import { lineOf, Pages, type JournalEntry } from './journal-entry'
import type { RecordStore, StoredRecord } from './record-store'

/** The journal is written anew when it is so long, and at least twice as long as what is alive in it. */
const REWRITE_BYTES = 1_048_576

/** What a folder held. */
export interface Recovered {
  readonly store: DiskStore
  /** Records that no answer had come for, in the order they were stored. */
  readonly left: readonly StoredRecord[]
  /** The last record of each session that has no STOP: the server ended before it did. */
  readonly unended: readonly StampedRecord[]
  /** Larger than that of any earlier life. RFC 6733 §8.16 */
  readonly originStateId: number
}

/** What it is made with. */
export interface DiskStoreOptions {
  readonly folder: string
  /** Present time in seconds: the Origin-State-Id, unless an earlier life had a larger one. */
  readonly nowSeconds: number
  /** Most bytes that wait to be written; more are no space. */
  readonly mostWaitingBytes?: number
  readonly log: (line: string) => void
}

/** Keeps records until they are answered, through the end of the process. */
export class DiskStore implements RecordStore {
  private readonly pages: Pages
  private readonly journal: Journal
  private readonly lock: string

  /** Reads what is there. @throws SutError when the folder cannot be used, or another server uses it */
  static open(o: DiskStoreOptions): Recovered {
    const lock = join(o.folder, 'lock')
    try {
      mkdirSync(o.folder, { recursive: true })
      lockFor(lock)
      const pages = Pages.read(textOf(join(o.folder, 'records.ndjson')), o.log)
      const originStateId = Math.max(o.nowSeconds, pages.boot + 1) % 0x1_0000_0000
      pages.boot = originStateId
      const store = new DiskStore(o, pages, lock)
      return { store, left: pages.stored(), unended: pages.unended(), originStateId }
    } catch (error) {
      if (error instanceof SutError) throw error
      const why = error instanceof Error ? error.message : String(error)
      throw new SutError(`the buffer cannot be used: ${why}`, o.folder, 'Give a folder that can be written.', { cause: error })
    }
  }

  private constructor(o: DiskStoreOptions, pages: Pages, lock: string) {
    this.pages = pages
    this.lock = lock
    const file = join(o.folder, 'records.ndjson')
    writeFileSync(`${file}.new`, pages.text())
    renameSync(`${file}.new`, file)
    this.journal = new Journal(file, { mostWaitingBytes: o.mostWaitingBytes ?? 16_777_216, log: o.log })
  }

  put(entry: StoredRecord): boolean {
    if (!this.journal.hasSpace) return false
    this.write({ put: entry })
    return true
  }

  renamed(stored: number, endToEnd: number): void {
    this.write({ again: stored, endToEnd })
  }

  done(stored: number): void {
    this.write({ done: stored })
  }

  /** Writes what waits, then lets the folder go. */
  async close(): Promise<void> {
    await this.journal.close()
    try {
      unlinkSync(this.lock)
    } catch {
      // somebody removed the folder: then there is nothing to let go
    }
  }

  private write(entry: JournalEntry): void {
    this.pages.take(entry)
    if (this.journal.bytes > REWRITE_BYTES && this.journal.bytes > 2 * this.pages.bytes) this.journal.rewrite(this.pages.text())
    else this.journal.append(lineOf(entry))
  }
}

/** Two servers with one buffer would send each other's records. */
function lockFor(lock: string): void {
  const holder = Number(textOf(lock))
  if (holder > 0 && holder !== process.pid && isAlive(holder))
    throw new SutError(`another server (pid ${holder}) uses this buffer`, lock, 'Give each server a folder of its own.')
  closeSync(openSync(lock, 'w'))
  writeFileSync(lock, String(process.pid))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
