// A message as one flat table of its AVPs, all depths in order of appearance: read once, nothing copied, no object an AVP.
import { MAX_DEPTH } from '../avp-view'
import { decodeMessage } from '../decode-message'
import type { AvpDefinition, Dictionary } from '../dictionary'
import { standardDictionary } from '../dictionaries/standard'
import { checkHeader, COMMAND_FLAG, HEADER_BYTES } from '../header'
import type { DiameterMessage } from '../message'
import { COLUMN, TROUBLE, WIDTH } from './flat-table'
import { KnownRows, TYPE } from './known-rows'
import { isPlainAscii } from './plain-ascii'

const OFFSET = COLUMN.offset
const START = COLUMN.start
const END = COLUMN.end
const CODE = COLUMN.code
const VENDOR = COLUMN.vendor
const MARKS = COLUMN.marks
const ROW = COLUMN.row
const NEXT = COLUMN.next

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
// What Buffer's toString calls for ASCII, without its looking up of the encoding: a third of the decoder's time.
const { latin1Slice } = Buffer.prototype as unknown as {
  readonly latin1Slice: (this: Uint8Array, from: number, to: number) => string
}
const FIRST_LINES = 64
const MOST_LINES_KEPT = 4096
const SHAPES = 16
const NOTHING = new Uint8Array(0)
const NO_VIEW = new DataView(NOTHING.buffer)
const NO_SHAPE: Shape = { table: new Int32Array(0), count: 0, bytes: 0, number: 0 }
// Numbers of shapes are given once, whichever table it is that reads.
let walks = 0

/** A table that was read, kept for the next message that looks the same; `bytes` is 0 where none will. */
interface Shape {
  table: Int32Array
  count: number
  /** Length of the message. */
  bytes: number
  number: number
}

/**
 * One reusable table: `read` fills it again, so it speaks of the newest bytes only. Indices run from 0 in pre-order; the members
 * of a group stand behind it, up to `endAt`. The bytes are not copied: they must not change while the table is used.
 */
export class FlatMessage {
  /** The numbering of the dictionary this table is read with. */
  readonly known: KnownRows
  #bytes: Uint8Array = NOTHING
  // What a client sends has few shapes: the newest of each length (of its last bits) is kept.
  readonly #shapes: readonly Shape[] = Array.from({ length: SHAPES }, emptyShape)
  #shape: Shape = NO_SHAPE
  #table = NO_SHAPE.table
  #count = 0
  #troubles = 0
  // A view of the memory the bytes stand in, kept while messages come from the same chunk.
  #view: DataView = NO_VIEW
  #base = 0

  constructor(dictionary: Dictionary = standardDictionary) {
    this.known = KnownRows.of(dictionary)
  }

  /** Reads one whole message. Throws `CodecError` for a header that cannot be one, as `decodeMessage` does, and for nothing else. */
  read(bytes: Uint8Array): this {
    this.#forget()
    checkHeader(bytes)
    this.#bytes = bytes
    this.#base = bytes.byteOffset
    if (this.#view.buffer !== bytes.buffer) this.#view = new DataView(bytes.buffer)
    const shape = this.#shapes[(bytes.length >> 2) % SHAPES] as Shape
    this.#shape = shape
    this.#table = shape.table
    if (shape.bytes === bytes.length && this.#has(shape)) this.#count = shape.count
    else this.#walkAll(shape)
    return this
  }

  /** Forgets the bytes; `count` is 0 until the next `read`. What a huge message made it grow to is given back. */
  release(): void {
    this.#forget()
    this.#view = NO_VIEW
    this.#base = 0
  }

  /** The message, or no bytes before the first `read`. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** The memory the bytes stand in, and where in it they begin. */
  get view(): DataView {
    return this.#view
  }

  get base(): number {
    return this.#base
  }

  /** The table itself, for whoever walks it by himself; laid out as `COLUMN` says, overwritten by the next `read`. */
  get table(): Int32Array {
    return this.#table
  }

  /**
   * A number for the shape of the message: with the same number all of the table is the same, and so are the headers of all AVPs. Only
   * messages read by one table whose AVPs are all sound share one. 0 where no message is.
   */
  get shape(): number {
    return this.#shape.number
  }

  /** How many AVPs there are, at all depths. */
  get count(): number {
    return this.#count
  }

  /** The command flags octet: 0x80 R, 0x40 P, 0x20 E, 0x10 T. */
  get flags(): number {
    return this.#bytes[4] ?? 0
  }

  get request(): boolean {
    return (this.flags & COMMAND_FLAG.request) !== 0
  }

  get proxiable(): boolean {
    return (this.flags & COMMAND_FLAG.proxiable) !== 0
  }

  get error(): boolean {
    return (this.flags & COMMAND_FLAG.error) !== 0
  }

  get retransmitted(): boolean {
    return (this.flags & COMMAND_FLAG.retransmitted) !== 0
  }

  get commandCode(): number {
    return u32At(this.#bytes, 4) & 0xff_ffff
  }

  get applicationId(): number {
    return u32At(this.#bytes, 8)
  }

  get hopByHop(): number {
    return u32At(this.#bytes, 12)
  }

  get endToEnd(): number {
    return u32At(this.#bytes, 16)
  }

  codeAt(i: number): number {
    return this.#at(i, CODE) >>> 0
  }

  /** 0 without the V bit. */
  vendorAt(i: number): number {
    return this.#at(i, VENDOR) >>> 0
  }

  /** The flags octet: 0x80 V, 0x40 M, 0x20 P. */
  flagsAt(i: number): number {
    return this.#at(i, MARKS) & 0xff
  }

  /** First byte of the AVP's header. */
  offsetAt(i: number): number {
    return this.#at(i, OFFSET)
  }

  /** First byte of the data. */
  dataStart(i: number): number {
    return this.#at(i, START)
  }

  /** The byte behind the data, padding not counted; the end of the container where the length is a lie. */
  dataEnd(i: number): number {
    return this.#at(i, END)
  }

  /** 0 at the top level. */
  depthAt(i: number): number {
    return (this.#at(i, MARKS) >> 8) & 0xff
  }

  /** The first index behind its members; the next AVP of the same container, if there is one. */
  endAt(i: number): number {
    return this.#at(i, NEXT)
  }

  /** The dictionary's row; undefined for an AVP it does not have. */
  rowAt(i: number): AvpDefinition | undefined {
    return this.known.rows[this.#at(i, ROW)]
  }

  /** The number of its row in `known`; -1 without one. */
  rowNumberAt(i: number): number {
    return this.#at(i, ROW)
  }

  /** What is wrong with its frame, one of `TROUBLE`. */
  troubleAt(i: number): number {
    return this.#at(i, MARKS) >> 16
  }

  /** The AVP Length field as it came; what is left of the container where not even the header is whole. */
  lengthAt(i: number): number {
    const offset = this.offsetAt(i)
    return this.troubleAt(i) === TROUBLE.headerCut ? this.dataEnd(i) - offset : u32At(this.#bytes, offset + 4) & 0xff_ffff
  }

  /** Whether the data is whole: false when the AVP Length is a lie. */
  isReadable(i: number): boolean {
    const trouble = this.troubleAt(i)
    return trouble === TROUBLE.fine || trouble >= TROUBLE.vendorZero
  }

  /** The first AVP of the top level with this code of this vendor (0: IETF); -1 when there is none. */
  find(code: number, vendorId: number): number {
    return this.#findFrom(0, this.#count, code, vendorId)
  }

  /** The first member of a group with this code of this vendor; -1 when there is none. */
  findIn(group: number, code: number, vendorId: number): number {
    return this.#findFrom(group + 1, this.endAt(group), code, vendorId)
  }

  /** The data as an unsigned number; undefined when it does not have four bytes. */
  u32(i: number): number | undefined {
    const start = this.dataStart(i)
    return this.dataEnd(i) - start === 4 ? u32At(this.#bytes, start) : undefined
  }

  /** The data as text; sequences that are not UTF-8 become replacement characters. */
  text(i: number): string {
    const start = this.dataStart(i)
    const end = this.dataEnd(i)
    const isPlain = isPlainAscii(this.#view, this.#base + start, this.#base + end)
    return isPlain ? latin1Slice.call(this.#bytes, start, end) : decoder.decode(this.#bytes.subarray(start, end))
  }

  /** The data, a view of the message's bytes. */
  data(i: number): Uint8Array {
    return this.#bytes.subarray(this.dataStart(i), this.dataEnd(i))
  }

  /** The view of the same bytes, made when asked for; it outlives the next `read` as long as the bytes stay as they are. */
  message(): DiameterMessage {
    return decodeMessage(this.#bytes, this.known.dictionary)
  }

  #at(i: number, column: number): number {
    return this.#table[i * WIDTH + column] as number
  }

  #findFrom(first: number, end: number, code: number, vendorId: number): number {
    const table = this.#table
    for (let i = first; i < end; i = table[i * WIDTH + NEXT] as number) {
      const line = i * WIDTH
      if (table[line + CODE] === (code | 0) && table[line + VENDOR] === (vendorId | 0)) return i
    }
    return -1
  }

  #forget(): void {
    if (this.#table.length > MOST_LINES_KEPT * WIDTH) Object.assign(this.#shape, emptyShape())
    this.#bytes = NOTHING
    this.#count = 0
    this.#shape = NO_SHAPE
    this.#table = NO_SHAPE.table
  }

  #walkAll(shape: Shape): void {
    this.#troubles = 0
    this.#walk(HEADER_BYTES, this.#bytes.length, 0)
    shape.table = this.#table
    shape.count = this.#count
    shape.bytes = this.#troubles === 0 ? this.#bytes.length : 0
    shape.number = ++walks
  }

  // The walk decides by the headers of AVPs alone: where they are as they were, its table is as it was.
  #has({ table, count }: Shape): boolean {
    const view = this.#view
    const base = this.#base
    for (let line = 0; line < count * WIDTH; line += WIDTH) {
      const offset = table[line + OFFSET] as number
      if (view.getInt32(base + offset) !== table[line + CODE]) return false
      const second = ((table[line + MARKS] as number) << 24) | ((table[line + END] as number) - offset)
      if (view.getInt32(base + offset + 4) !== second) return false
      if (second < 0 && view.getInt32(base + offset + 8) !== table[line + VENDOR]) return false
    }
    return true
  }

  // The same decisions as AvpView's, which test/diameter/flat.test.ts holds it to.
  #walk(start: number, end: number, depth: number): void {
    const view = this.#view
    const base = this.#base
    const known = this.known
    for (let at = start; at < end;) {
      const line = this.#count++ * WIDTH
      if (line + WIDTH > this.#table.length) this.#grow()
      const left = end - at
      if (left < 8) return this.#cutShort(line, at, end, depth)
      const code = view.getInt32(base + at)
      const second = view.getInt32(base + at + 4)
      const length = second & 0xff_ffff
      let headerBytes = 8
      let vendorId = 0
      let trouble = 0
      // The V bit is the sign.
      if (second < 0) {
        headerBytes = 12
        if (left >= 12) vendorId = view.getInt32(base + at + 8)
        if (vendorId === 0) trouble = TROUBLE.vendorZero
      }
      const row = known.find(code, vendorId)
      const isReadable = length >= headerBytes && length <= left
      const next = at + ((length + 3) & ~3)
      if (!isReadable) trouble = length < headerBytes ? TROUBLE.belowHeader : TROUBLE.beyondEnd
      else if (next > end && trouble === 0) trouble = TROUBLE.paddingCut
      const isGroup = row >= 0 && isReadable && known.types[row] === TYPE.Grouped
      if (isGroup && depth >= MAX_DEPTH) trouble = TROUBLE.tooDeep
      this.#troubles |= trouble
      const table = this.#table
      const dataStart = headerBytes <= left ? at + headerBytes : end
      const dataEnd = isReadable ? at + length : end
      table[line + OFFSET] = at
      table[line + START] = dataStart
      table[line + END] = dataEnd
      table[line + CODE] = code
      table[line + VENDOR] = vendorId
      table[line + MARKS] = (second >>> 24) | (depth << 8) | (trouble << 16)
      table[line + ROW] = row
      if (isGroup && depth < MAX_DEPTH) this.#walk(dataStart, dataEnd, depth + 1)
      this.#table[line + NEXT] = this.#count
      at = isReadable ? next : end
    }
  }

  #cutShort(line: number, at: number, end: number, depth: number): void {
    this.#troubles |= TROUBLE.headerCut
    this.#table.set([at, at, end, 0, 0, (depth << 8) | (TROUBLE.headerCut << 16), this.known.find(0, 0), this.#count], line)
  }

  #grow(): void {
    const grown = new Int32Array(this.#table.length * 2)
    grown.set(this.#table)
    this.#table = grown
  }
}

function emptyShape(): Shape {
  return { table: new Int32Array(FIRST_LINES * WIDTH), count: 0, bytes: 0, number: 0 }
}

function u32At(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  )
}
