// The three block types of a pcapng file that we write (pcapng draft §4.1–4.3): section, interface, packet. Little endian.

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const PACKET = 6
/** Link type of packets that begin with the IP header, either version. */
const RAW_IP = 101
const optComment = 1
const optName = 2

/** Section Header Block: byte-order magic, version 1.0, unknown length, a comment. */
export function sectionBlock(comment: string): Uint8Array {
  const body = new Uint8Array(16)
  const view = new DataView(body.buffer)
  view.setUint32(0, 0x1a2b3c4d, true)
  view.setUint16(4, 1, true)
  view.setBigInt64(8, -1n, true)
  return block(SECTION, [body, options([[optComment, comment]])])
}

/** Interface Description Block: raw IP, no length limit, times in microseconds (the default). */
export function interfaceBlock(name: string): Uint8Array {
  const body = new Uint8Array(8)
  new DataView(body.buffer).setUint16(0, RAW_IP, true)
  return block(INTERFACE, [body, options([[optName, name]])])
}

/** Enhanced Packet Block on interface 0; `atUs` since 1970. */
export function packetBlock(atUs: bigint, packet: Uint8Array, comment: string): Uint8Array {
  const body = new Uint8Array(20 + padded(packet.length))
  const view = new DataView(body.buffer)
  view.setUint32(4, Number((atUs >> 32n) & 0xffffffffn), true)
  view.setUint32(8, Number(atUs & 0xffffffffn), true)
  view.setUint32(12, packet.length, true)
  view.setUint32(16, packet.length, true)
  body.set(packet, 20)
  return block(PACKET, [body, options([[optComment, comment]])])
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
function options(list: readonly (readonly [code: number, text: string])[]): Uint8Array {
  const values = list.map(([code, text]) => [code, new TextEncoder().encode(text).subarray(0, 65_535)] as const)
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

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}
