// What the Rf client keeps its records in while no answer has come: a port, so that the client needs no disk.
import type { StampedRecord } from '../record'

/** A record that was not answered. */
export interface StoredRecord {
  /** Its name in the store; records go in the order of these. */
  readonly stored: number
  readonly endToEnd: number
  readonly record: StampedRecord
}

/** Keeps records until they are answered. Nothing here waits: SIP is never held up. */
export interface RecordStore {
  /** Takes a record; false when there is no space. */
  put(entry: StoredRecord): boolean
  /** It goes as a new request from now on. */
  renamed(stored: number, endToEnd: number): void
  /** It is answered, or given up. */
  done(stored: number): void
}

/** Keeps nothing beyond this process: the records themselves are in the client's queues. */
export const noStore: RecordStore = { put: () => true, renamed: () => undefined, done: () => undefined }
