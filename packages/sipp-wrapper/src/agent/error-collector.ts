// Takes SIPp's error trace as it is written: an evidence file and a list, both bounded, since a peer can make SIPp complain for ever.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { ErrorTraceParser, type ErrorEntry } from '../traces/error-trace'

const mostFileBytes = 4 << 20
const keptEntries = 200

/** Which complaints need no explanation. */
export function isExplained(text: string): boolean {
  return explained.some((pattern) => pattern.test(text))
}

const explained: readonly RegExp[] = [
  // What closing the command connection says.
  /^3PCC controller A has ended -> exiting/,
  /^Aborted call with Call-ID '/,
  // Remarks on messages that were traced, and so handed on: what they are worth is for their reader to judge.
  /^Continuing call on unexpected message /,
  /^No valid To: header in reply/,
  /^No valid Cseq (header in request|data in header)/,
]

/** One error trace: the first 4 MiB go to a file (made with the first byte), the first 200 unexplained entries to a list. */
export class ErrorCollector {
  /** Entries that nothing explains, also those beyond the list. */
  unexplainedCount = 0
  /** Bytes that are not in the file. */
  bytesLeftOut = 0
  private readonly path: string
  private readonly parser = new ErrorTraceParser()
  private readonly kept: string[] = []
  private file: number | undefined
  private written = 0

  /** Removes the file of an earlier run. */
  constructor(path: string) {
    this.path = path
    rmSync(path, { force: true })
  }

  /** Takes the next part of the trace. */
  take(chunk: Uint8Array): void {
    this.collect(this.parser.push(chunk))
    const part = chunk.subarray(0, mostFileBytes - this.written)
    this.bytesLeftOut += chunk.length - part.length
    if (part.length === 0) return
    this.file ??= openSync(this.path, 'w')
    writeSync(this.file, part)
    this.written += part.length
  }

  /** Closes the file and gives the unexplained entries, the first 200, then how many more there were. */
  finish(): readonly string[] {
    this.collect(this.parser.end())
    if (this.file !== undefined) closeSync(this.file)
    this.file = undefined
    const more = this.unexplainedCount - this.kept.length
    const notes = more > 0 ? [`and ${more} more entries of the error trace`] : []
    if (this.bytesLeftOut > 0)
      notes.push(`the error file ends ${this.bytesLeftOut} bytes early: SIPp wrote more than it may hold`)
    return [...this.kept, ...notes]
  }

  private collect(entries: readonly ErrorEntry[]): void {
    for (const { text } of entries) {
      if (isExplained(text)) continue
      this.unexplainedCount += 1
      if (this.kept.length < keptEntries) this.kept.push(text)
    }
  }
}
