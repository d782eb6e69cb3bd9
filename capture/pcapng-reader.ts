// Reads pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, interfaces, packets, statistics. Other blocks are passed over.
import type { ByteSource } from './byte-source'
import { CaptureError } from './capture-error'
import type { CaptureItem, Frame } from './frame'

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const OLD_PACKET = 2
const SIMPLE_PACKET = 3
const STATISTICS = 5
const PACKET = 6
const MAGIC = 0x1a2b3c4d

/** A block of a type that we read is no longer than this (a packet has at most 262 144 bytes); a longer one is passed over if its type is another. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024
const MAX_INTERFACES = 10_000

const TRUNCATED = 'capture again, or keep what is whole of it: editcap IN OUT'
const DAMAGED = 'take the file from where it was captured; Wireshark shows the block if it can read it'

interface Interface {
  readonly linkType: number
  /** Units of its time stamps a second. */
  readonly perSecond: bigint
  readonly offsetS: bigint
}

/** Option code → its values in order. */
type Options = ReadonlyMap<number, readonly Uint8Array[]>

/** Everything in the file, in order; holds one block. Throws {@link CaptureError} naming block and offset. */
export function* readPcapng(source: ByteSource): Generator<CaptureItem> {
  let isLittle = true
  let interfaces: Interface[] = []
  let frames = 0
  for (let block = 1; ; block += 1) {
    const where = `block ${block} at byte ${source.offset}`
    const head = source.take(8)
    if (head.length === 0) return
    if (head.length < 8) throw new CaptureError('the capture ends within a block', where, TRUNCATED)
    const isSection = view(head).getUint32(0) === SECTION // the same in both byte orders
    let read = 8
    let body: Uint8Array | undefined
    if (isSection) {
      body = source.take(4)
      if (body.length < 4) throw new CaptureError('the capture ends within a block', where, TRUNCATED)
      isLittle = isLittleEndian(body, where)
      read += 4
    }
    const type = isSection ? SECTION : view(head).getUint32(0, isLittle)
    const length = view(head).getUint32(4, isLittle)
    if (length < read + 4 || length % 4 !== 0)
      throw new CaptureError(`a block of length ${length}, which no block has`, where, DAMAGED)
    if (![SECTION, INTERFACE, OLD_PACKET, SIMPLE_PACKET, STATISTICS, PACKET].includes(type)) {
      if (!source.skip(length - 8)) throw new CaptureError(`the capture ends within a block of ${length} bytes`, where, TRUNCATED)
      continue
    }
    if (length > MAX_BLOCK_BYTES)
      throw new CaptureError(`a block that claims ${length} bytes, more than ${MAX_BLOCK_BYTES}`, where, DAMAGED)
    const rest = source.take(length - read)
    if (rest.length < length - read)
      throw new CaptureError(`the capture ends within a block of ${length} bytes`, where, TRUNCATED)
    const again = view(rest).getUint32(rest.length - 4, isLittle)
    if (again !== length)
      throw new CaptureError(`a block whose length is ${length} at its begin and ${again} at its end`, where, DAMAGED)
    const content = new Content(rest.subarray(0, -4), isLittle, where)
    if (type === SECTION) {
      interfaces = []
      yield { kind: 'section', comments: sectionComments(content) }
    } else if (type === INTERFACE) {
      if (interfaces.length >= MAX_INTERFACES) throw new CaptureError(`more than ${MAX_INTERFACES} interfaces`, where, DAMAGED)
      interfaces.push(interfaceOf(content))
    } else if (type === STATISTICS) {
      const lost = lossesOf(content)
      if (lost > 0) yield { kind: 'losses', where, frames: lost }
    } else {
      frames += 1
      yield frameOf(type, content, interfaces, { number: frames, where: `frame ${frames}, ${where}` })
    }
  }
}

function isLittleEndian(magic: Uint8Array, where: string): boolean {
  if (view(magic).getUint32(0, true) === MAGIC) return true
  if (view(magic).getUint32(0) === MAGIC) return false
  throw new CaptureError('a section without the byte-order magic of pcapng', where, DAMAGED)
}

// version (2 + 2), section length (8), options; the magic was read before
function sectionComments(content: Content): readonly string[] {
  if (content.u16(0) !== 1) throw content.damaged(`pcapng version ${content.u16(0)}, expected 1`)
  return (content.options(12).get(1) ?? []).map((text) => new TextDecoder().decode(text))
}

// link type (2), reserved (2), snap length (4), options: 9 if_tsresol, 14 if_tsoffset
function interfaceOf(content: Content): Interface {
  const options = content.options(8)
  const [resolution = 6] = options.get(9)?.[0] ?? []
  const offset = options.get(14)?.[0]
  if ((resolution & 0x7f) > 63) throw content.damaged(`a resolution of times of ${resolution}`)
  return {
    linkType: content.u16(0),
    perSecond: (resolution & 0x80) === 0 ? 10n ** BigInt(resolution) : 2n ** BigInt(resolution & 0x7f),
    offsetS: offset?.length === 8 ? content.i64Of(offset) : 0n,
  }
}

// interface (4), time stamp (8), options: 5 isb_ifdrop, 7 isb_osdrop
function lossesOf(content: Content): number {
  const options = content.options(12)
  const values = [5, 7].flatMap((code) => options.get(code) ?? []).filter((one) => one.length === 8)
  return values.reduce((most, one) => Math.max(most, Number(content.i64Of(one))), 0)
}

// interface (4; old: 2, drops 2), time stamp high, low (8), captured, original length (8), data, options
function frameOf(type: number, content: Content, interfaces: readonly Interface[], at: Pick<Frame, 'number' | 'where'>): Frame {
  if (type === SIMPLE_PACKET)
    throw new CaptureError(
      'a packet without a time (simple packet block)',
      at.where,
      'capture with tcpdump, dumpcap or Wireshark',
    )
  const index = type === PACKET ? content.u32(0) : content.u16(0)
  const on = interfaces[index]
  if (!on) throw content.damaged(`a packet of interface ${index}, which the section does not describe`)
  const units = (BigInt(content.u32(4)) << 32n) | BigInt(content.u32(8))
  const captured = content.u32(12)
  const original = content.u32(16)
  const bytes = content.bytes(20, captured)
  const options = content.options(20 + Math.ceil(captured / 4) * 4)
  const flags = options.get(2)?.[0]
  const drops = options.get(4)?.[0]
  return {
    kind: 'frame',
    ...at,
    atUs: Number((units * 1_000_000n) / on.perSecond + on.offsetS * 1_000_000n),
    linkType: on.linkType,
    bytes,
    isCut: captured < original,
    dropped: type === OLD_PACKET ? oldDrops(content.u16(2)) : drops?.length === 8 ? Number(content.i64Of(drops)) : 0,
    flags: flags?.length === 4 ? content.u32Of(flags) : 0,
  }
}

/** All ones: not known. */
function oldDrops(count: number): number {
  return count === 0xffff ? 0 : count
}

/** The content of one block, in its byte order; every read is checked. */
class Content {
  readonly #bytes: Uint8Array
  readonly #isLittle: boolean
  readonly #where: string

  constructor(bytes: Uint8Array, isLittle: boolean, where: string) {
    this.#bytes = bytes
    this.#isLittle = isLittle
    this.#where = where
  }

  u16(at: number): number {
    return view(this.bytes(at, 2)).getUint16(0, this.#isLittle)
  }

  u32(at: number): number {
    return this.u32Of(this.bytes(at, 4))
  }

  u32Of(bytes: Uint8Array): number {
    return view(bytes).getUint32(0, this.#isLittle)
  }

  i64Of(bytes: Uint8Array): bigint {
    return view(bytes).getBigInt64(0, this.#isLittle)
  }

  bytes(at: number, length: number): Uint8Array {
    if (at + length > this.#bytes.length) throw this.damaged(`${length} bytes at ${at} of a block that has ${this.#bytes.length}`)
    return this.#bytes.subarray(at, at + length)
  }

  // code (2), length (2), value padded to four; code 0 ends them, as the end of the block does
  options(from: number): Options {
    const found = new Map<number, Uint8Array[]>()
    for (let at = from; at + 4 <= this.#bytes.length;) {
      const code = this.u16(at)
      const length = this.u16(at + 2)
      if (code === 0) break
      const value = this.bytes(at + 4, length)
      found.set(code, [...(found.get(code) ?? []), value])
      at += 4 + Math.ceil(length / 4) * 4
    }
    return found
  }

  damaged(what: string): CaptureError {
    return new CaptureError(what, this.#where, DAMAGED)
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
