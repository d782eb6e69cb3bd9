// IP, UDP and TCP packets around recorded payloads, with correct checksums (RFC 791, RFC 8200, RFC 768, RFC 9293).

/** One end: the address as 4 or 16 octets, and the port. */
export interface End {
  readonly address: Uint8Array
  readonly port: number
}

const UDP = 17
const TCP = 6
/** RFC 9293 §3.1 — control bits. */
export const TCP_FLAG = { fin: 0x01, syn: 0x02, push: 0x08, ack: 0x10 } as const

/** An IP packet that carries one datagram. Payloads over what UDP can carry are cut at that length. */
export function udpPacket(from: End, to: End, payload: Uint8Array, id: number): Uint8Array {
  const data = payload.subarray(0, 65_507)
  const datagram = new Uint8Array(8 + data.length)
  const view = new DataView(datagram.buffer)
  view.setUint16(0, from.port)
  view.setUint16(2, to.port)
  view.setUint16(4, datagram.length)
  datagram.set(data, 8)
  // RFC 768 — a sum of zero is sent as all ones, since zero means "no checksum" (which IPv6 does not allow).
  view.setUint16(6, transportChecksum(from, to, UDP, datagram) || 0xffff)
  return ipPacket(from, to, UDP, datagram, id)
}

/** An IP packet that carries one TCP segment. `payload` must fit one packet (below 65 000 octets). */
export function tcpPacket(
  from: End,
  to: End,
  o: { seq: number; ack: number; flags: number; payload: Uint8Array; id: number },
): Uint8Array {
  const segment = new Uint8Array(20 + o.payload.length)
  const view = new DataView(segment.buffer)
  view.setUint16(0, from.port)
  view.setUint16(2, to.port)
  view.setUint32(4, o.seq)
  view.setUint32(8, o.ack)
  view.setUint8(12, 5 << 4)
  view.setUint8(13, o.flags)
  view.setUint16(14, 65_535)
  segment.set(o.payload, 20)
  view.setUint16(16, transportChecksum(from, to, TCP, segment))
  return ipPacket(from, to, TCP, segment, o.id)
}

function ipPacket(from: End, to: End, protocol: number, content: Uint8Array, id: number): Uint8Array {
  return from.address.length === 4 ? ipv4(from, to, protocol, content, id) : ipv6(from, to, protocol, content)
}

function ipv4(from: End, to: End, protocol: number, content: Uint8Array, id: number): Uint8Array {
  const packet = new Uint8Array(20 + content.length)
  const view = new DataView(packet.buffer)
  view.setUint8(0, 0x45)
  view.setUint16(2, packet.length)
  view.setUint16(4, id & 0xffff)
  view.setUint8(8, 64)
  view.setUint8(9, protocol)
  packet.set(from.address, 12)
  packet.set(to.address, 16)
  view.setUint16(10, checksum([packet.subarray(0, 20)]))
  packet.set(content, 20)
  return packet
}

function ipv6(from: End, to: End, protocol: number, content: Uint8Array): Uint8Array {
  const packet = new Uint8Array(40 + content.length)
  const view = new DataView(packet.buffer)
  view.setUint8(0, 0x60)
  view.setUint16(4, content.length)
  view.setUint8(6, protocol)
  view.setUint8(7, 64)
  packet.set(from.address, 8)
  packet.set(to.address, 24)
  packet.set(content, 40)
  return packet
}

// The pseudo header of RFC 768 and RFC 9293 (IPv4) or RFC 8200 §8.1 (IPv6). All its parts are of even length.
function transportChecksum(from: End, to: End, protocol: number, content: Uint8Array): number {
  const tail = new Uint8Array(8)
  const view = new DataView(tail.buffer)
  view.setUint32(0, content.length)
  view.setUint32(4, protocol)
  return checksum([from.address, to.address, tail, content])
}

// RFC 1071 — ones' complement of the ones' complement sum of 16-bit words; only the last part may have an odd length.
function checksum(parts: readonly Uint8Array[]): number {
  let sum = 0
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) sum += ((part[at] ?? 0) << 8) | (part[at + 1] ?? 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}
