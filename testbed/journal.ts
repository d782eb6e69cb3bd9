// The journal of a Charging Enabler that stands alone: a history of the one plane, in the one schema, without a judge beside it.
import { performance } from 'node:perf_hooks'
import { HISTORY_SCHEMA, type HistoryFact } from '../judge/history/events'
import type { Ch1Recorder, Ch1Stamp } from '../mocks/recorder'
import { CHAIN_EVERY, HistoryWriter } from './history-writer'

/** What opens the journal. */
export interface JournalOptions {
  /** What the history calls the testbed: `mock`. */
  readonly testbed: string
  /** The suite's version. */
  readonly suite: string
  /** SHA-256 (hex) of `{}`, or of the profile that is embedded. */
  readonly profile?: { readonly digest: string; readonly values: Readonly<Record<string, unknown>> }
}

const EMPTY_PROFILE = { digest: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', values: {} }

/** Numbers and times each fact and writes it, a turn of the event loop at a time. */
export class Journal {
  readonly record: Ch1Recorder
  private readonly writer: HistoryWriter
  private readonly zeroMs = performance.now()
  private n = 0
  private sealed = false

  /**
   * Throws the system's error when the file cannot be written. An existing file is replaced. `onTrouble`: later on the disk takes no more; what
   * it took are whole lines.
   */
  constructor(path: string, o: JournalOptions, onTrouble?: (cause: Error) => void) {
    this.writer = new HistoryWriter(path, { atOnce: false, ...(onTrouble && { onTrouble }) })
    const record = (fact: HistoryFact): number => this.take(fact)
    this.record = Object.assign(record, {
      ch1: (stamp: Ch1Stamp, bytes: Uint8Array, rule: string | undefined) => this.takeCh1(stamp, bytes, rule),
    })
    this.append({
      kind: 'opened',
      schema: HISTORY_SCHEMA,
      testbed: o.testbed,
      profile: o.profile ?? EMPTY_PROFILE,
      suite: o.suite,
      wallClock: new Date().toISOString(),
      engine: 'socket',
      sut: { name: 'unknown', version: 'unknown', role: 'unknown', embedded: false },
    })
  }

  /** How many events there are. */
  get count(): number {
    return this.n
  }

  /** Gives the disk what waits: for a process that is about to die. */
  flush(): void {
    this.writer.flush()
  }

  /** The last line. What comes after it is not taken. */
  seal(why: 'done' | 'aborted'): void {
    if (this.sealed) return
    this.append({ kind: 'sealed', why, sha256: this.writer.digest() })
    this.sealed = true
    this.writer.close()
  }

  private take(fact: HistoryFact): number {
    if (this.sealed) return -1
    const n = this.append(fact)
    this.chain()
    return n
  }

  private takeCh1(stamp: Ch1Stamp, bytes: Uint8Array, rule: string | undefined): number {
    if (this.sealed) return -1
    const n = this.n++
    this.writer.writeCh1(n, this.nowUs(), stamp, bytes, rule)
    this.chain()
    return n
  }

  private chain(): void {
    if (this.n % CHAIN_EVERY === 0) this.append({ kind: 'chain', upTo: this.n - 1, sha256: this.writer.digest() })
  }

  private append(fact: HistoryFact): number {
    const n = this.n++
    this.writer.write({ n, atUs: this.nowUs(), ...fact })
    return n
  }

  private nowUs(): number {
    return Math.floor((performance.now() - this.zeroMs) * 1_000)
  }
}
