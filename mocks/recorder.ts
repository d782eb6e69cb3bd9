// How mocks write bytes into facts for the recorder, and the short way for messages that come by the hundred thousand.
import type { Binding, Direction, Flow, HistoryFact, Recorder } from '../judge/history/events'

/** Exact bytes as a history holds them. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** What all CH-1 messages of one connection in one direction have in common. Make one and keep it: recorders remember how they told it. */
export class Ch1Stamp {
  readonly fact: Omit<Extract<HistoryFact, { kind: 'ch1' }>, 'bytes' | 'rule'>
  /** A place for the recorder to keep what it knows of this stamp. */
  kept: unknown

  constructor(o: {
    readonly dir: Direction
    readonly door: Binding
    readonly enabler: string
    readonly conn: number
    readonly flow: Flow
  }) {
    this.fact = { kind: 'ch1', dir: o.dir, door: o.door, enabler: o.enabler, conn: o.conn, flow: o.flow }
  }
}

/** A recorder that can take a message without a fact being made of it; `bytes` are only read during the call. */
export interface Ch1Recorder extends Recorder {
  ch1?(stamp: Ch1Stamp, bytes: Uint8Array, rule: string | undefined): number
}

/** Records one CH-1 message, by the short way where the recorder has one. */
export function recordCh1(record: Ch1Recorder, stamp: Ch1Stamp, bytes: Uint8Array, rule?: string): number {
  if (record.ch1 !== undefined) return record.ch1(stamp, bytes, rule)
  return record({ ...stamp.fact, bytes: base64(bytes), ...(rule === undefined ? {} : { rule }) })
}
