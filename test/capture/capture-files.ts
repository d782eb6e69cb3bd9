// Capture files made for tests: the frames of a file of ours in other formats, byte orders and link layers, and edited.
import { readCapture } from '../../capture'
import type { Frame } from '../../capture/frame'

/** What a test changes of a frame; the rest is as it was. */
export interface MadeFrame {
  readonly atUs: number
  readonly bytes: Uint8Array
  readonly flags?: number
  /** Longer than what is stored. */
  readonly original?: number
  readonly dropped?: number
}

/** The frames of a file, copied. */
export function framesOf(file: Uint8Array): readonly Frame[] {
  return [...readCapture([file])].flatMap((item) => (item.kind === 'frame' ? [{ ...item, bytes: item.bytes.slice() }] : []))
}

/** The comments of its first section. */
export function commentsOf(file: Uint8Array): readonly string[] {
  return [...readCapture([file])].flatMap((item) => (item.kind === 'section' ? item.comments : []))
}

export interface Layout {
  readonly isLittle?: boolean
  readonly linkType?: number
  readonly comments?: readonly string[]
  /** 10 to this power is how many units a second has. */
  readonly resolution?: number
  /** After every frame a block of a type that nobody knows. */
  readonly strange?: boolean
  readonly lost?: number
}

/** A pcapng file. */
export function pcapngOf(frames: readonly MadeFrame[], o: Layout = {}): Uint8Array {
  const b = new Blocks(o.isLittle ?? true)
  const resolution = o.resolution ?? 6
  const head = Buffer.concat([b.u32(0x1a2b3c4d), b.u16(1), b.u16(0), Buffer.alloc(8, 0xff)])
  const comments = b.options((o.comments ?? []).map((text) => [1, Buffer.from(text)]))
  const parts = [
    b.block(0x0a0d0d0a, Buffer.concat([head, comments])),
    b.block(1, Buffer.concat([b.u16(o.linkType ?? 101), b.u16(0), b.u32(0), b.options([[9, Buffer.of(resolution)]])])),
  ]
  for (const { atUs, bytes, flags = 0, original = bytes.length, dropped } of frames) {
    const units = (BigInt(atUs) * 10n ** BigInt(resolution)) / 1_000_000n
    const fixed = [0, Number(units >> 32n), Number(units & 0xffffffffn), bytes.length, original].map((one) => b.u32(one))
    const options = b.options([[2, b.u32(flags)], ...(dropped === undefined ? [] : [[4, b.u64(dropped)] as const])])
    parts.push(b.block(6, Buffer.concat([...fixed, padded(bytes), options])))
    if (o.strange) parts.push(b.block(0x0bad, Buffer.from('unknown!')))
  }
  if (o.lost !== undefined) parts.push(b.block(5, Buffer.concat([b.u32(0), b.u64(0), b.options([[5, b.u64(o.lost)]])])))
  return Buffer.concat(parts)
}

/** A .pcap file as tcpdump writes it. */
export function pcapOf(
  frames: readonly MadeFrame[],
  o: { readonly isLittle?: boolean; readonly linkType?: number } = {},
): Uint8Array {
  const b = new Blocks(o.isLittle ?? true)
  const head = [b.u32(0xa1b2c3d4), b.u16(2), b.u16(4), b.u32(0), b.u32(0), b.u32(262_144), b.u32(o.linkType ?? 101)]
  const records = frames.map(({ atUs, bytes, original = bytes.length }) =>
    Buffer.concat([b.u32(Math.floor(atUs / 1e6)), b.u32(atUs % 1e6), b.u32(bytes.length), b.u32(original), bytes]),
  )
  return Buffer.concat([...head, ...records])
}

/** The IP packet of a frame in another link layer. */
export function inLayer(linkType: number, packet: Uint8Array): Uint8Array {
  const heads: Readonly<Record<number, string>> = {
    0: '02000000',
    1: '0000000000010000000000020800',
    113: '00000304000600000000000000000800',
    276: '0800000000000001000100060000000000000000',
  }
  return Buffer.concat([Buffer.from(heads[linkType] ?? '', 'hex'), packet])
}

/** An Ethernet frame with a VLAN tag. */
export function tagged(packet: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from('000000000001000000000002810000640800', 'hex'), packet])
}

/** The TCP segment of an IPv4 packet (raw IP), cut into segments of so many bytes. Checksums are not made anew: nobody looks at them. */
export function resegmented(packet: Uint8Array, size: number): readonly Uint8Array[] {
  const old = Buffer.from(packet)
  const header = 20 + (old.readUInt8(32) >> 4) * 4
  const parts: Uint8Array[] = []
  for (let at = header; at < old.length; at += size) {
    const part = Buffer.concat([old.subarray(0, header), old.subarray(at, at + size)])
    part.writeUInt16BE(part.length, 2)
    part.writeUInt32BE((old.readUInt32BE(24) + at - header) >>> 0, 24)
    parts.push(part)
  }
  return parts
}

/** IPv4 and TCP, with a payload. */
export function carriesTcp(packet: Uint8Array): boolean {
  return packet[0] === 0x45 && packet[9] === 6 && packet.length > 40
}

class Blocks {
  readonly #isLittle: boolean

  constructor(isLittle: boolean) {
    this.#isLittle = isLittle
  }

  u16(value: number): Buffer {
    const bytes = Buffer.alloc(2)
    if (this.#isLittle) bytes.writeUInt16LE(value)
    else bytes.writeUInt16BE(value)
    return bytes
  }

  u32(value: number): Buffer {
    const bytes = Buffer.alloc(4)
    if (this.#isLittle) bytes.writeUInt32LE(value)
    else bytes.writeUInt32BE(value)
    return bytes
  }

  u64(value: number): Buffer {
    const bytes = Buffer.alloc(8)
    if (this.#isLittle) bytes.writeBigUInt64LE(BigInt(value))
    else bytes.writeBigUInt64BE(BigInt(value))
    return bytes
  }

  options(list: readonly (readonly [code: number, value: Uint8Array])[]): Buffer {
    const parts = list.map(([code, value]) => Buffer.concat([this.u16(code), this.u16(value.length), padded(value)]))
    return Buffer.concat([...parts, Buffer.alloc(4)])
  }

  block(type: number, body: Uint8Array): Buffer {
    const length = this.u32(12 + body.length)
    return Buffer.concat([this.u32(type), length, body, length])
  }
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}
