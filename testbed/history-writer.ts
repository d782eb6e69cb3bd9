// Writes a history to disk, one line an event, at once: what was recorded survives any crash of ours.
import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import type { HistoryEvent } from '../judge/history/events'
import { eventToLine } from '../judge/history/line'

/** A chain event follows each so many events. */
export const CHAIN_EVERY = 1000

export class HistoryWriter {
  readonly path: string
  private readonly fd: number
  private readonly hash: Hash = createHash('sha256')
  private closed = false

  constructor(path: string) {
    this.path = path
    this.fd = openSync(path, 'w')
  }

  write(event: HistoryEvent): void {
    if (this.closed) return
    const line = Buffer.from(eventToLine(event) + '\n', 'utf8')
    this.hash.update(line)
    writeSync(this.fd, line)
  }

  /** SHA-256 (hex) over all lines so far, each with its line end. */
  digest(): string {
    return this.hash.copy().digest('hex')
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    closeSync(this.fd)
  }
}
