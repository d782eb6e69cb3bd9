// Writes a history to disk, one line an event: at once, or, for what comes by the hundred thousand, at the end of each turn of the event loop.
import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import type { HistoryEvent } from '../judge/history/events'
import { eventToLine } from '../judge/history/line'
import type { Ch1Stamp } from '../mocks/recorder'
import { putDecimal } from './decimal'

/** A chain event follows each so many events. */
export const CHAIN_EVERY = 1000

const CHUNK_BYTES = 1_048_576
/** A character of a line is at most three bytes of UTF-8 (JSON writes what lies beyond as two of them). */
const BYTES_PER_CHARACTER = 3
const NOT_ASCII = /[^ -~]/g
const MOST_RULES_KEPT = 1_000
const END = asciiBytes('"}\n')
const FRONT = asciiBytes('{"n":')
const TIME = asciiBytes(',"atUs":')
const COMMA = 0x2c
/** Both numbers with what stands around them: a whole number that JavaScript is sure of has sixteen digits. */
const LONGEST_FRONT = FRONT.length + TIME.length + 33

// What Buffer's own toString and write call, without their looking up of the encoding: two microseconds a message.
const { base64Slice, latin1Write } = Buffer.prototype as unknown as {
  readonly base64Slice: (this: Uint8Array, from: number, to: number) => string
  readonly latin1Write: (this: Uint8Array, text: string, at: number, length: number) => number
}

/** How a history is written. */
export interface HistoryWriterOptions {
  /**
   * True (default): every line is on its way to the disk when `write` returns; what was recorded survives any crash of ours.
   * False: lines wait for the end of the turn of the event loop, at most 1 MiB of them; a killed process loses those of its last turn.
   */
  readonly atOnce?: boolean
}

/** One file, written from front to back. */
export class HistoryWriter {
  readonly path: string
  private readonly fd: number
  private readonly hash: Hash = createHash('sha256')
  private readonly atOnce: boolean
  private readonly chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  private readonly ruleEnds = new Map<string, Uint8Array>()
  private used = 0
  private isFlushPlanned = false
  private closed = false

  constructor(path: string, { atOnce = true }: HistoryWriterOptions = {}) {
    this.path = path
    this.fd = openSync(path, 'w')
    this.atOnce = atOnce
  }

  write(event: HistoryEvent): void {
    if (this.closed) return
    const line = eventToLine(event) + '\n'
    if (line.length * BYTES_PER_CHARACTER > this.room()) return this.writeAlone(Buffer.from(line, 'utf8'))
    this.used += this.chunk.write(line, this.used, 'utf8')
    this.written()
  }

  /** The line of a CH-1 message, the same as of its event, without an event being made. */
  writeCh1(n: number, atUs: number, stamp: Ch1Stamp, bytes: Uint8Array, rule: string | undefined): void {
    if (this.closed) return
    const stampBytes = (stamp.text ??= asciiBytes(stampText(stamp)))
    const back = rule === undefined ? END : this.ruleBytes(rule)
    const data = base64Slice.call(bytes, 0, bytes.length)
    const room = this.room()
    if (LONGEST_FRONT + stampBytes.length + data.length + back.length > room) {
      return this.writeAlone(Buffer.concat([asciiBytes(`{"n":${n},"atUs":${atUs},`), stampBytes, asciiBytes(data), back]))
    }
    const { chunk } = this
    let at = putAll(FRONT, chunk, this.used)
    at = putDecimal(n, chunk, at)
    at = putAll(TIME, chunk, at)
    at = putDecimal(atUs, chunk, at)
    chunk[at++] = COMMA
    chunk.set(stampBytes, at)
    at += stampBytes.length
    at += latin1Write.call(chunk, data, at, data.length)
    this.used = putAll(back, chunk, at)
    this.written()
  }

  /** SHA-256 (hex) over all lines so far, each with its line end. */
  digest(): string {
    this.flush()
    return this.hash.copy().digest('hex')
  }

  /** Gives the disk what waits. */
  flush(): void {
    if (this.used === 0 || this.closed) return
    this.put(this.chunk.subarray(0, this.used))
    this.used = 0
  }

  close(): void {
    if (this.closed) return
    this.flush()
    this.closed = true
    closeSync(this.fd)
  }

  // What is left of the chunk, emptied before when it would not do for an everyday line.
  private room(): number {
    if (this.chunk.length - this.used < CHUNK_BYTES / 16) this.flush()
    return this.chunk.length - this.used
  }

  private written(): void {
    if (this.atOnce) return this.flush()
    if (this.isFlushPlanned) return
    this.isFlushPlanned = true
    setImmediate(() => {
      this.isFlushPlanned = false
      this.flush()
    })
  }

  private writeAlone(line: Uint8Array): void {
    this.flush()
    this.put(line)
  }

  private put(bytes: Uint8Array): void {
    this.hash.update(bytes)
    for (let at = 0; at < bytes.length;) at += writeSync(this.fd, bytes, at)
  }

  private ruleBytes(rule: string): Uint8Array {
    const known = this.ruleEnds.get(rule)
    if (known !== undefined) return known
    const bytes = asciiBytes(`","rule":${asciiJson(rule)}}\n`)
    if (this.ruleEnds.size < MOST_RULES_KEPT) this.ruleEnds.set(rule, bytes)
    return bytes
  }
}

// `"kind":"ch1",…,"bytes":"` in the order of an event's keys.
function stampText({ fact }: Ch1Stamp): string {
  return `${asciiJson(fact).slice(1, -1)},"bytes":"`
}

// For a few bytes: a call of `set` would cost more than they do.
function putAll(bytes: Uint8Array, into: Uint8Array, at: number): number {
  for (let i = 0; i < bytes.length; i += 1) into[at + i] = bytes[i] as number
  return at + bytes.length
}

function asciiBytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(NOT_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
