// The three block types of a pcapng file that we write (pcapng draft §4.1–4.3): section, interface, packet. Little endian.

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const PACKET = 6
/** Link type of packets that begin with the IP header, either version. */
const RAW_IP = 101
const optComment = 1
const optName = 2
const optFlags = 2

/** Section Header Block: byte-order magic, version 1.0, unknown length, comments. */
export function sectionBlock(comments: readonly string[]): Uint8Array {
  const body = new Uint8Array(16)
  const view = new DataView(body.buffer)
  view.setUint32(0, 0x1a2b3c4d, true)
  view.setUint16(4, 1, true)
  view.setBigInt64(8, -1n, true)
  return block(SECTION, [body, options(comments.map((text) => [optComment, utf8(text)]))])
}

/** Interface Description Block: raw IP, no length limit, times in microseconds (the default). */
export function interfaceBlock(name: string): Uint8Array {
  const body = new Uint8Array(8)
  new DataView(body.buffer).setUint16(0, RAW_IP, true)
  return block(INTERFACE, [body, options([[optName, utf8(name)]])])
}

/** Enhanced Packet Block on interface 0; `atUs` since 1970; `direction` as in epb_flags. */
export function packetBlock(atUs: bigint, packet: Uint8Array, direction: number, comment: string): Uint8Array {
  const body = new Uint8Array(20 + padded(packet.length))
  const view = new DataView(body.buffer)
  view.setUint32(4, Number((atUs >> 32n) & 0xffffffffn), true)
  view.setUint32(8, Number(atUs & 0xffffffffn), true)
  view.setUint32(12, packet.length, true)
  view.setUint32(16, packet.length, true)
  body.set(packet, 20)
  const flags = Uint8Array.of(direction, 0, 0, 0)
  return block(PACKET, [
    body,
    options([
      [optComment, utf8(comment)],
      [optFlags, flags],
    ]),
  ])
}

function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const total = 12 + parts.reduce((sum, part) => sum + part.length, 0)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, total, true)
  let at = 8
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  view.setUint32(at, total, true)
  return bytes
}

// Each option: code, length, value padded to four; then the end of options.
function options(list: readonly (readonly [code: number, value: Uint8Array])[]): Uint8Array {
  const values = list.map(([code, value]) => [code, value.subarray(0, 65_535)] as const)
  const bytes = new Uint8Array(values.reduce((sum, [, value]) => sum + 4 + padded(value.length), 4))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [code, value] of values) {
    view.setUint16(at, code, true)
    view.setUint16(at + 2, value.length, true)
    bytes.set(value, at + 4)
    at += 4 + padded(value.length)
  }
  return bytes
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}
