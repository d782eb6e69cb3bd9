// Reads SIPp's -trace_stat: a CSV whose last line holds the totals, columns by name.
import { LineSplitter } from './lines'

/** One line of the file. */
export interface Statistics {
  /** SIPp's own stamp of the line, as written. */
  readonly time: string
  /** Calls of both directions so far; `open` of them have not ended. */
  readonly created: number
  readonly incoming: number
  readonly outgoing: number
  readonly open: number
  readonly successful: number
  readonly failed: number
  /** Failed calls by SIPp's reason (`UnexpectedMessage`, `MaxUDPRetrans` …); only those above 0. They may be fewer than `failed`. */
  readonly failures: ReadonlyMap<string, number>
  readonly retransmissions: number
  /** Messages of no call, and of a call that had ended. */
  readonly outOfCall: number
  readonly deadCall: number
  readonly autoAnswered: number
  readonly warnings: number
  readonly fatalErrors: number
  /** Any column as SIPp wrote it, by its name, for example `ResponseTime1(C)` or your own `counter(C)`. */
  readonly columns: ReadonlyMap<string, string>
}

const needed = ['CurrentTime', 'TotalCallCreated', 'CurrentCall', 'SuccessfulCall(C)', 'FailedCall(C)']

/** An incremental reader; it never fails. It keeps the column names and the last whole line. */
export class StatisticsTraceParser {
  /** The last line that was whole. */
  last: Statistics | undefined
  /** Whole lines, without that of the names. */
  count = 0
  private readonly lines = new LineSplitter(1 << 20)
  private readonly delimiter: string
  private names: readonly string[] | undefined
  private unreadable = 0

  /** @param delimiter what `-stat_delimiter` says; default `;` */
  constructor(delimiter = ';') {
    this.delimiter = delimiter
  }

  /** Lines that fit the column names not, such as the torn last line of a killed SIPp. */
  get skipped(): number {
    return this.unreadable + this.lines.tooLong
  }

  /** Reads on; the result is in `last`. A last line without line end is not whole. */
  push(chunk: Uint8Array): this {
    for (const line of this.lines.push(chunk)) {
      const cells = line.split(this.delimiter)
      if (this.names === undefined) {
        if (needed.every((name) => cells.includes(name))) this.names = cells
        else this.unreadable += 1
        continue
      }
      const statistics = cells.length === this.names.length ? readLine(this.names, cells) : undefined
      if (statistics === undefined) {
        this.unreadable += 1
        continue
      }
      this.last = statistics
      this.count += 1
    }
    return this
  }
}

function readLine(names: readonly string[], cells: readonly string[]): Statistics | undefined {
  const columns = new Map<string, string>()
  names.forEach((name, at) => {
    if (name !== '') columns.set(name, cells[at] ?? '')
  })
  const count = (name: string): number => {
    const cell = columns.get(name) ?? '0' // a column that this version of SIPp does not have
    return /^\d+$/.test(cell) ? Number(cell) : Number.NaN
  }
  const failures = new Map<string, number>()
  for (const name of columns.keys()) {
    const reason = /^Failed(?!Call\(C\)$)(\w+)\(C\)$/.exec(name)?.[1]
    if (reason !== undefined && count(name) > 0) failures.set(reason, count(name))
  }
  const numbers = {
    created: count('TotalCallCreated'),
    incoming: count('IncomingCall(C)'),
    outgoing: count('OutgoingCall(C)'),
    open: count('CurrentCall'),
    successful: count('SuccessfulCall(C)'),
    failed: count('FailedCall(C)'),
    retransmissions: count('Retransmissions(C)'),
    outOfCall: count('OutOfCallMsgs(C)'),
    deadCall: count('DeadCallMsgs(C)'),
    autoAnswered: count('AutoAnswered(C)'),
    warnings: count('Warnings(C)'),
    fatalErrors: count('FatalErrors(C)'),
  }
  if (Object.values(numbers).some(Number.isNaN)) return undefined
  return { time: columns.get('CurrentTime') ?? '', ...numbers, failures, columns }
}
