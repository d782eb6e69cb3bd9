// The one recorder of a testbed: numbers and times each fact, writes it to disk, shows it to the judge, wakes who waits.
import type { HistoryEvent, HistoryFact } from '../judge/history/events'
import { Judge } from '../judge/judge'
import type { Decision } from '../judge/verdict'
import { base64, sipFact, type SipRecorder, type SipStamp } from '../mocks/recorder'
import { CHAIN_EVERY, HistoryWriter } from './history-writer'

export class RecordingRoom {
  readonly judge = new Judge()
  /** Called before each fact is taken: what must stand before it in the history is recorded here. */
  onRecord?: () => void
  private readonly writer: HistoryWriter
  private readonly zeroNs = process.hrtime.bigint()
  private readonly decisions = new Map<string, Decision>()
  private readonly watchers = new Set<() => void>()
  private n = 0
  private ch1 = 0
  private sealed = false
  private lastUs = 0

  /** `onUnwritable`: the disk takes no more; from then on nothing is taken here, as after the seal. @throws Error of the system */
  constructor(path: string, onUnwritable?: (cause: Error) => void) {
    const onTrouble = (cause: Error): void => {
      this.sealed = true
      for (const wake of [...this.watchers]) wake()
      onUnwritable?.(cause)
    }
    this.writer = new HistoryWriter(path, onUnwritable ? { onTrouble } : {})
  }

  /** µs since the room opened; monotonic. */
  nowUs(): number {
    this.lastUs = Math.max(this.lastUs, Number((process.hrtime.bigint() - this.zeroNs) / 1000n))
    return this.lastUs
  }

  /** How many messages crossed CH-1 so far. */
  get ch1Events(): number {
    return this.ch1
  }

  /** The number the next event will bear. */
  get next(): number {
    return this.n
  }

  /** Everybody's port. After the seal nothing is taken any more: -1. */
  readonly record: SipRecorder = Object.assign((fact: HistoryFact) => this.take(() => this.append(fact)), {
    sip: (stamp: SipStamp, bytes: Uint8Array, party: string | undefined, isLost: boolean) =>
      this.take(() => this.appendSip(stamp, bytes, party, isLost)),
  })

  private take(append: () => number): number {
    if (this.sealed) return -1
    this.onRecord?.()
    const n = append()
    if (this.hasEnded()) return -1
    if (this.n % CHAIN_EVERY === 0) this.append({ kind: 'chain', upTo: this.n - 1, sha256: this.writer.digest() })
    for (const wake of [...this.watchers]) wake()
    return n
  }

  seal(why: 'done' | 'aborted'): void {
    if (this.sealed) return
    this.append({ kind: 'sealed', why, sha256: this.writer.digest() })
    this.sealed = true
    this.writer.close()
    for (const wake of [...this.watchers]) wake()
  }

  get isSealed(): boolean {
    return this.sealed
  }

  decision(demand: string): Decision | undefined {
    return this.decisions.get(demand)
  }

  /** Resolves true as soon as `holds` does, false after `withinMs`; looks again after every event. */
  until(holds: () => boolean, withinMs: number, signal?: AbortSignal): Promise<boolean> {
    if (holds()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const done = (result: boolean): void => {
        clearTimeout(timer)
        this.watchers.delete(look)
        signal?.removeEventListener('abort', abort)
        resolve(result)
      }
      const look = (): void => {
        if (holds()) done(true)
        else if (this.sealed) done(false)
      }
      const abort = (): void => done(false)
      const timer = setTimeout(() => done(holds()), withinMs)
      this.watchers.add(look)
      signal?.addEventListener('abort', abort)
    })
  }

  private append(fact: HistoryFact): number {
    const event = { n: this.n, atUs: this.nowUs(), ...fact } as HistoryEvent
    this.n += 1
    if (fact.kind === 'ch1') this.ch1 += 1
    this.writer.write(event)
    return this.hasEnded() ? -1 : this.judged(event)
  }

  private appendSip(stamp: SipStamp, bytes: Uint8Array, party: string | undefined, isLost: boolean): number {
    const event: HistoryEvent = { n: this.n, atUs: this.nowUs(), ...sipFact(stamp, base64(bytes), party, isLost) }
    this.n += 1
    this.writer.writeSip(event.n, event.atUs, stamp, event.bytes, party, isLost)
    return this.hasEnded() ? -1 : this.judged(event)
  }

  /** Between two statements the disk may have been full. */
  private hasEnded(): boolean {
    return this.sealed
  }

  private judged(event: HistoryEvent): number {
    for (const decision of this.judge.step(event)) this.decisions.set(decision.demand, decision)
    return event.n
  }
}
