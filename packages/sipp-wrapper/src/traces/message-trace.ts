// Reads SIPp's -trace_msg as it is written: entries by their byte counts, in any chunking, prose between them skipped.

/**
 * One message of the trace. A `control` entry is a command between SIPp and its twin, not SIP.
 * `time` is SIPp's own: '2026-11-23 10:04:07.113000', local time of the machine; from 3.7.5 '2026-11-23T10:04:07.113000+01:00'.
 */
export interface TraceEntry {
  readonly direction: 'sent' | 'received'
  /** SIPp's word: 'UDP', 'TCP', 'TLS' or 'SCTP'. */
  readonly transport: string
  readonly control: boolean
  readonly time: string
  readonly bytes: Uint8Array
  /** Set when SIPp announced more bytes than it printed, which it does for a message with a NUL: `bytes` ends before the NUL. */
  readonly announcedBytes?: number
}

interface Header {
  readonly direction: 'sent' | 'received'
  readonly transport: string
  readonly control: boolean
  readonly time: string
  readonly length: number
  readonly bodyAt: number
}

const dashes = Buffer.from('-'.repeat(47), 'latin1')
const maxHeaderBytes = 160
// SIPp reads at most 64 KiB at a time; a larger count is not one of its entries.
const maxEntryBytes = 1 << 17
const headerPattern =
  /^-{47} (\d{4}-\d\d-\d\d[ T\t]\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d)?)\n(\w+) (control )?message (?:sent \((\d+) bytes\)|(sent|received) \[(\d+)\] bytes ?):\n\n/
// An entry ends its line; what SIPp says about a message it counts as lost follows without one of its own.
const lineEndPattern = /\n(?:\w+ message lost \(recv\)\.)?$/
const unexpectedPattern = /^-{47}\nUnexpected \w+ message received:\n\n/

/**
 * An incremental reader of the trace. It never fails: what is not an entry is skipped, and at most one entry is held back.
 *
 *     ----------------------------------------------- 2026-11-23 10:04:07.113000 LF
 *     UDP message received [234] bytes :          (or:  UDP message sent (306 bytes):)
 *                                                 (3.7: UDP message received [234] bytes:  and  UDP message sent [306] bytes:)
 *     LF
 *     exactly that many bytes, then LF
 */
export class MessageTraceParser {
  private pending: Buffer = Buffer.alloc(0)
  private last: Buffer = Buffer.alloc(0)

  /** The entries completed by this chunk, in order. */
  push(chunk: Uint8Array): readonly TraceEntry[] {
    this.pending = Buffer.concat([this.pending, chunk])
    const entries: TraceEntry[] = []
    for (;;) {
      const outcome = this.step()
      if (outcome === 'wait') return entries
      if (outcome !== 'skipped') entries.push(outcome)
    }
  }

  private step(): TraceEntry | 'skipped' | 'wait' {
    const at = this.pending.indexOf(dashes)
    if (at < 0) return this.waitKeeping(Math.min(this.pending.length, dashes.length - 1))
    if (at > 0) this.drop(at)
    const header = readHeader(this.pending)
    if (header === undefined) return this.stepOverProse()
    const end = header.bodyAt + header.length
    const complete = this.pending.length > end
    if (complete && this.pending[end] === 0x0a) return this.take(header, header.length, end + 1)
    // SIPp prints a received message up to its first NUL, yet announces all of it: a later entry then stands within the count.
    const next = header.direction === 'received' ? laterHeader(this.pending, header, end) : undefined
    if (next !== undefined) return this.take(header, next.bodyEnd - header.bodyAt, next.at)
    if (!complete || this.pending.length < end + 2 * maxHeaderBytes) return 'wait'
    this.drop(1)
    return 'skipped'
  }

  private take(header: Header, length: number, next: number): TraceEntry {
    const { direction, transport, control, time, bodyAt } = header
    const bytes = Buffer.from(this.pending.subarray(bodyAt, bodyAt + Math.max(0, length)))
    this.drop(next)
    if (direction === 'received') this.last = bytes
    const entry = { direction, transport, control, time, bytes }
    return length === header.length ? entry : { ...entry, announcedBytes: header.length }
  }

  // "Unexpected UDP message received" repeats the entry before it, whose text must not be read as entries.
  private stepOverProse(): 'skipped' | 'wait' {
    const head = this.pending.toString('latin1', 0, maxHeaderBytes)
    const unexpected = unexpectedPattern.exec(head)
    if (unexpected) {
      const end = unexpected[0].length + this.last.length
      const said = this.pending.subarray(unexpected[0].length, end)
      if (said.equals(this.last.subarray(0, said.length))) {
        if (this.pending.length < end) return 'wait'
        this.drop(end)
        return 'skipped'
      }
    } else if (this.pending.length < maxHeaderBytes && !isOver(head)) return 'wait'
    this.drop(1) // one, not all: there may be more dashes than a header has
    return 'skipped'
  }

  private waitKeeping(count: number): 'wait' {
    this.drop(this.pending.length - count)
    return 'wait'
  }

  private drop(count: number): void {
    this.pending = this.pending.subarray(count)
  }
}

function readHeader(buffer: Buffer): Header | undefined {
  const match = headerPattern.exec(buffer.toString('latin1', 0, maxHeaderBytes))
  if (!match) return undefined
  const direction = match[5] === 'received' ? 'received' : 'sent'
  const control = match[3] !== undefined
  // The ESC that ends a command is counted but not printed.
  const length = Number(match[4] ?? match[6]) - (control && direction === 'received' ? 1 : 0)
  if (length < 0 || length > maxEntryBytes) return undefined
  return { direction, transport: match[2] ?? '', control, time: match[1] ?? '', length, bodyAt: match[0].length }
}

interface LaterHeader {
  readonly at: number
  /** Where the text before it ends. */
  readonly bodyEnd: number
}

// A header line inside a message is the next entry only if it is not older than the message: quoted traces are from the past.
function laterHeader(buffer: Buffer, header: Header, end: number): LaterHeader | undefined {
  let at = buffer.indexOf(dashes, header.bodyAt)
  while (at >= 0 && at <= end + maxHeaderBytes) {
    const before = lineEndPattern.exec(buffer.toString('latin1', Math.max(header.bodyAt - 1, at - maxHeaderBytes), at))
    const inner = before === null ? undefined : readHeader(buffer.subarray(at))
    if (before !== null && inner !== undefined && inner.time >= header.time) return { at, bodyEnd: at - before[0].length }
    at = buffer.indexOf(dashes, at + 1)
  }
  return undefined
}

// Every header has three line ends: with those and no match it never will be one.
function isOver(head: string): boolean {
  return head.split('\n', 4).length === 4
}
