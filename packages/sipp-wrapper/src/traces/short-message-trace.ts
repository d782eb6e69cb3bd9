// Reads SIPp's -trace_shortmsg: one line a SIP message, with microseconds.
import { LineSplitter } from './lines'
import { stampMs, stampSource } from './time-stamp'

/** One line of the trace. */
export interface ShortMessage {
  readonly direction: 'sent' | 'received'
  /** SIPp's own stamp, as written. */
  readonly time: string
  /** The same as milliseconds since the epoch. */
  readonly timeMs: number
  readonly callId: string
  /** Undefined where the CSeq was none. */
  readonly cseq: { readonly number: number; readonly method: string } | undefined
  /** `INVITE sip:a@b SIP/2.0` or `SIP/2.0 200 OK`. */
  readonly firstLine: string
}

const linePattern = new RegExp(`^(${stampSource})\\t([SR])\\t([^\\t]*)\\tCSeq:([^\\t]*)\\t(.*)$`)

/**
 * An incremental reader; it never fails. A line is
 *
 *     date TAB time TAB epoch TAB S|R TAB Call-ID TAB CSeq:number METHOD TAB first line
 *
 * and what is none (a Call-ID with a tab, the torn last line of a killed SIPp) is counted in `skipped`.
 */
export class ShortMessageTraceParser {
  private readonly lines = new LineSplitter()
  private unreadable = 0

  /** Lines that are no message. */
  get skipped(): number {
    return this.unreadable + this.lines.tooLong
  }

  /** The messages of the lines this chunk completes. */
  push(chunk: Uint8Array): readonly ShortMessage[] {
    return this.read(this.lines.push(chunk))
  }

  /** What the last line is, if no line end follows it. */
  end(): readonly ShortMessage[] {
    return this.read(this.lines.end())
  }

  private read(lines: readonly string[]): readonly ShortMessage[] {
    const messages: ShortMessage[] = []
    for (const line of lines) {
      const message = readLine(line)
      if (message) messages.push(message)
      else if (line !== '') this.unreadable += 1
    }
    return messages
  }
}

function readLine(line: string): ShortMessage | undefined {
  const match = linePattern.exec(line)
  if (!match) return undefined
  const [, time = '', direction, callId = '', cseqText = '', firstLine = ''] = match
  const timeMs = stampMs(time)
  if (timeMs === undefined) return undefined
  const cseq = /^\s*(\d{1,10})\s+(\S+)\s*$/.exec(cseqText)
  return {
    direction: direction === 'S' ? 'sent' : 'received',
    time,
    timeMs,
    callId,
    cseq: cseq ? { number: Number(cseq[1]), method: cseq[2] ?? '' } : undefined,
    firstLine,
  }
}
