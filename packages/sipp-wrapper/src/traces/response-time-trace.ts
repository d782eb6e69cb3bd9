// Reads SIPp's -trace_rtt: one line a response time that the scenario measured between start_rtd and rtd.
import { LineSplitter } from './lines'

/** One measured response time. */
export interface ResponseTime {
  /** When it ended, in milliseconds on SIPp's own clock, which begins near 0 at its start. SIPp prints six digits of it. */
  readonly dateMs: number
  readonly responseTimeMs: number
  /** The name of the timer in the scenario; '1' for `rtd="true"`. */
  readonly rtd: string
}

/**
 * An incremental reader; it never fails. The first line names the columns, every other is
 *
 *     Date_ms;response_time_ms;rtd_no
 *
 * The clock behind it ticks every 1 to 4 ms (Linux' coarse clock), so short times come out as 0 or 4; for microseconds use the short
 * message trace. Before 3.7.0 what was not yet written at the end is lost unless `-rtt_freq 1` is given.
 */
export class ResponseTimeTraceParser {
  private readonly lines = new LineSplitter()
  private unreadable = 0

  /** Lines that are no response time. */
  get skipped(): number {
    return this.unreadable + this.lines.tooLong
  }

  /** The response times of the lines this chunk completes. */
  push(chunk: Uint8Array): readonly ResponseTime[] {
    return this.read(this.lines.push(chunk))
  }

  private read(lines: readonly string[]): readonly ResponseTime[] {
    const times: ResponseTime[] = []
    for (const line of lines) {
      const match = /^([^;]+);([^;]+);(.+)$/.exec(line)
      const [dateMs, responseTimeMs] = [Number(match?.[1]), Number(match?.[2])]
      // a time before its start is no time: SIPp's unsigned subtraction makes a huge number of it
      if (match && dateMs >= 0 && responseTimeMs >= 0 && responseTimeMs < 1e12)
        times.push({ dateMs, responseTimeMs, rtd: match[3] ?? '' })
      else if (line !== '' && !line.startsWith('Date_ms;')) this.unreadable += 1
    }
    return times
  }
}
