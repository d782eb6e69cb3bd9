// Writes a history to disk, one line an event: at once, or, for what comes by the hundred thousand, at the end of each turn of the event loop.
import { createHash, type Hash } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { HistoryEvent } from '../judge/history/events'
import { eventToLine } from '../judge/history/line'
import { base64, type Ch1Stamp, type SipStamp } from '../mocks/recorder'
import { putDecimal } from './decimal'

/** A chain event follows each so many events. */
export const CHAIN_EVERY = 1000

const CHUNK_BYTES = 1_048_576
/** A character of a line is at most three bytes of UTF-8 (JSON writes what lies beyond as two of them). */
const BYTES_PER_CHARACTER = 3
const FRONT = asciiBytes('{"n":')
const TIME = asciiBytes(',"atUs":')
const END = asciiBytes('"}\n')
const COMMA = 0x2c
const LINE_END = 0x0a
/** Of so many participants the end of their lines is kept. */
const MOST_BACKS = 1_000
/** A short line apart from its bytes: three whole numbers that JavaScript is sure of have sixteen digits each. */
const LONGEST_FRAME = 100

// What Buffer's own write calls, without its looking up of the encoding.
const { latin1Write } = Buffer.prototype as unknown as {
  readonly latin1Write: (this: Uint8Array, text: string, at: number, length: number) => number
}

/** How a history is written. */
export interface HistoryWriterOptions {
  /**
   * True (default): every line is on its way to the disk when `write` returns; what was recorded survives any crash of ours.
   * False: lines wait for the end of the turn of the event loop, at most 1 MiB of them; a killed process loses those of its last turn.
   */
  readonly atOnce?: boolean
  /**
   * The disk takes no more: it is full, say. What it took before are whole lines, and nothing more is written. Without this, whoever wrote last
   * gets the error of the system, or with `atOnce` false the process.
   */
  readonly onTrouble?: (cause: Error) => void
}

/** One file, written from front to back. */
export class HistoryWriter {
  readonly path: string
  private readonly fd: number
  private readonly hash: Hash = createHash('sha256')
  private readonly atOnce: boolean
  private readonly onTrouble: ((cause: Error) => void) | undefined
  private readonly chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  private readonly backs = new Map<string | undefined, Uint8Array>()
  private used = 0
  /** Counts the chain events: a short line looks back no further than the last of them. */
  private block = 0
  /** From where on the chunk is not on the disk yet; none of it is in the hash yet. */
  private unwritten = 0
  /** Bytes of whole lines. */
  private onDisk = 0
  private isFlushPlanned = false
  private closed = false

  constructor(path: string, { atOnce = true, onTrouble }: HistoryWriterOptions = {}) {
    this.path = path
    this.fd = openSync(path, 'w')
    this.atOnce = atOnce
    this.onTrouble = onTrouble
  }

  write(event: HistoryEvent): void {
    if (this.closed) return
    if (event.kind === 'chain') this.block += 1
    const line = eventToLine(event) + '\n'
    if (line.length * BYTES_PER_CHARACTER > this.room()) return this.writeAlone(Buffer.from(line, 'utf8'))
    this.used += this.chunk.write(line, this.used, 'utf8')
    this.written()
  }

  /** A CH-1 message: at length where it is the first of its stamp and rule behind a chain event, else by a short line. */
  writeCh1(n: number, atUs: number, stamp: Ch1Stamp, bytes: Uint8Array, rule: string | undefined): void {
    const told = this.told(stamp)
    const as = told.as(rule)
    if (as !== undefined) return this.writeShort(n, atUs, as, bytes)
    told.note(rule, asciiBytes(`,"as":${n},"bytes":"`))
    this.write({ n, atUs, ...stamp.fact, bytes: base64(bytes), ...(rule === undefined ? {} : { rule }) })
  }

  /** SHA-256 (hex) over all lines so far, each with its line end. */
  digest(): string {
    this.flush()
    this.rewind()
    return this.hash.copy().digest('hex')
  }

  /** Gives the disk what waits. */
  flush(): void {
    if (this.used === this.unwritten || this.closed) return
    this.put(this.chunk, this.unwritten, this.used)
    this.unwritten = this.used
  }

  close(): void {
    if (this.closed) return
    this.flush()
    this.closed = true
    closeSync(this.fd)
  }

  // What is left of the chunk, emptied before when it would not do for an everyday line.
  private room(): number {
    if (this.chunk.length - this.used < CHUNK_BYTES / 16) {
      this.flush()
      this.rewind()
    }
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

  /** The line of a SIP message, the same as of its event; `data` is base64. */
  writeSip(n: number, atUs: number, stamp: SipStamp, data: string, party: string | undefined, isLost: boolean): void {
    if (this.closed) return
    const text = (stamp.text ??= asciiBytes(`${asciiJson(stamp.fact).slice(1, -1)},"bytes":"`))
    const back = this.backOf(party, isLost)
    if (LONGEST_FRAME + text.length + data.length + back.length > this.room()) {
      const front = asciiBytes(`{"n":${n},"atUs":${atUs},`)
      return this.writeAlone(Buffer.concat([front, text, asciiBytes(data), back]))
    }
    const { chunk } = this
    let at = putAll(FRONT, chunk, this.used)
    at = putDecimal(n, chunk, at)
    at = putAll(TIME, chunk, at)
    at = putDecimal(atUs, chunk, at)
    chunk[at] = COMMA
    chunk.set(text, at + 1)
    at += 1 + text.length
    at += latin1Write.call(chunk, data, at, data.length)
    this.used = putAll(back, chunk, at)
    this.written()
  }

  // `","party":"Alice"}` and the like; participants are few.
  private backOf(party: string | undefined, isLost: boolean): Uint8Array {
    const known = isLost ? undefined : this.backs.get(party)
    if (known !== undefined) return known
    const back = asciiBytes(`"${party === undefined ? '' : `,"party":${asciiJson(party)}`}${isLost ? ',"lost":true' : ''}}\n`)
    if (!isLost && this.backs.size < MOST_BACKS) this.backs.set(party, back)
    return back
  }

  private told(stamp: Ch1Stamp): Told {
    const { kept } = stamp
    if (kept instanceof Told && kept.writer === this && kept.block === this.block) return kept
    const told = new Told(this, this.block)
    stamp.kept = told
    return told
  }

  // `{"n":…,"atUs":…` and `,"as":…,"bytes":"`, the bytes as base64, `"}`.
  private writeShort(n: number, atUs: number, as: Uint8Array, bytes: Uint8Array): void {
    if (this.closed) return
    const data = base64(bytes)
    if (data.length + LONGEST_FRAME > this.room()) {
      const front = asciiBytes(`{"n":${n},"atUs":${atUs}`)
      return this.writeAlone(Buffer.concat([front, as, asciiBytes(data), END]))
    }
    const { chunk } = this
    let at = putAll(FRONT, chunk, this.used)
    at = putDecimal(n, chunk, at)
    at = putAll(TIME, chunk, at)
    at = putDecimal(atUs, chunk, at)
    at = putAll(as, chunk, at)
    at += latin1Write.call(chunk, data, at, data.length)
    this.used = putAll(END, chunk, at)
    this.written()
  }

  private writeAlone(line: Uint8Array): void {
    this.flush()
    this.rewind()
    this.hash.update(line)
    this.put(line, 0, line.length)
  }

  /** What is on the disk enters the hash, many lines at a time, and the chunk is empty again. */
  private rewind(): void {
    if (this.used > 0) this.hash.update(this.chunk.subarray(0, this.used))
    this.used = 0
    this.unwritten = 0
  }

  private put(bytes: Uint8Array, from: number, to: number): void {
    if (this.closed) return
    let at = from
    try {
      while (at < to) at += writeSync(this.fd, bytes, at, to - at)
      this.onDisk += to - from
    } catch (cause) {
      this.giveUp(bytes.subarray(from, at))
      if (!this.onTrouble) throw cause
      this.onTrouble(cause as Error)
    }
  }

  /** No reader shall find half a line: of what was being written the whole lines stay. */
  private giveUp(written: Uint8Array): void {
    this.closed = true
    try {
      ftruncateSync(this.fd, this.onDisk + written.lastIndexOf(LINE_END) + 1)
    } catch {
      // then the last line is half there, and whoever reads what a crash left goes without it
    }
    closeSync(this.fd)
  }
}

/** What a writer has told at length of one stamp in one block: by rule, what a short line says in its place. */
class Told {
  readonly writer: HistoryWriter
  readonly block: number
  private readonly all = new Map<string | undefined, Uint8Array>()
  private newestRule: string | undefined
  private newest: Uint8Array | undefined

  constructor(writer: HistoryWriter, block: number) {
    this.writer = writer
    this.block = block
  }

  as(rule: string | undefined): Uint8Array | undefined {
    return rule === this.newestRule && this.newest !== undefined ? this.newest : this.all.get(rule)
  }

  note(rule: string | undefined, as: Uint8Array): void {
    this.all.set(rule, as)
    this.newestRule = rule
    this.newest = as
  }
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
  return JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
