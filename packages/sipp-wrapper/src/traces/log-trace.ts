// Reads SIPp's -trace_logs: the texts of <log> actions, and nothing else.
import { LineSplitter } from './lines'

/**
 * An incremental reader. SIPp writes the text of each `<log>` and a line end, no time, no call: put into the text what you need of
 * these (`[call_id]`, `[clock_tick]`). A text with line ends in it is told as several lines.
 */
export class LogTraceParser {
  private readonly lines = new LineSplitter()

  /** Lines beyond 64 KiB, which are left out. */
  get skipped(): number {
    return this.lines.tooLong
  }

  /** The lines this chunk completes. */
  push(chunk: Uint8Array): readonly string[] {
    return this.lines.push(chunk)
  }

  /** The last line, if no line end follows it. */
  end(): readonly string[] {
    return this.lines.end()
  }
}
