// How mocks write bytes into facts for the recorder, and the short way for messages that come by the hundred thousand.
import type { Binding, Direction, Flow, HistoryFact, Recorder } from '../judge/history/events'

// What Buffer's own toString calls, without a Buffer made for it and the looking up of the encoding.
const { base64Slice } = Buffer.prototype as unknown as {
  readonly base64Slice: (this: Uint8Array, from: number, to: number) => string
}

/** Exact bytes as a history holds them. */
export function base64(bytes: Uint8Array): string {
  return base64Slice.call(bytes, 0, bytes.length)
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

/** What all SIP messages of one direction with one address have in common. Make one and keep it: recorders remember its text. */
export class SipStamp {
  readonly fact: Omit<Extract<HistoryFact, { kind: 'sip' }>, 'bytes' | 'party' | 'lost'>
  /** A place for the recorder to keep this stamp's text in, as bytes. */
  text: Uint8Array | undefined

  constructor(dir: Direction, flow: Flow) {
    this.fact = { kind: 'sip', dir, flow }
  }
}

/** A recorder that can take a SIP message without a fact being made of it; `bytes` are only read during the call. */
export interface SipRecorder extends Recorder {
  sip?(stamp: SipStamp, bytes: Uint8Array, party: string | undefined, isLost: boolean): number
}

/** Records one SIP message, by the short way where the recorder has one. */
export function recordSip(
  record: SipRecorder,
  stamp: SipStamp,
  bytes: Uint8Array,
  party: string | undefined,
  isLost: boolean,
): number {
  return record.sip === undefined ? record(sipFact(stamp, base64(bytes), party, isLost)) : record.sip(stamp, bytes, party, isLost)
}

/** The fact of one SIP message; `bytes` as a history holds them. */
export function sipFact(
  { fact: { kind, dir, flow } }: SipStamp,
  bytes: string,
  party: string | undefined,
  isLost: boolean,
): Extract<HistoryFact, { kind: 'sip' }> {
  if (isLost) return party === undefined ? { kind, dir, flow, bytes, lost: true } : { kind, dir, flow, bytes, party, lost: true }
  return party === undefined ? { kind, dir, flow, bytes } : { kind, dir, flow, bytes, party }
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
