// IP, UDP and TCP: from a packet to its datagram or segment (RFC 791, RFC 8200, RFC 768, RFC 9293).
import { endText } from '../judge/history/capture-note'

/** One datagram or segment. */
export interface Segment {
  readonly kind: 'segment'
  readonly transport: 'udp' | 'tcp'
  /** As `endText` writes them. */
  readonly from: string
  readonly to: string
  readonly payload: Uint8Array
  /** So many bytes of the payload were not stored. */
  readonly missing: number
  /** Of TCP alone. */
  readonly sequence: number
  readonly acknowledged: number | undefined
  readonly syn: boolean
  readonly fin: boolean
  readonly rst: boolean
}

export type Inside =
  | Segment
  /** A part of a datagram or segment; its ports are not told, and written as 0. */
  | { readonly kind: 'fragment'; readonly from: string; readonly to: string }
  /** Stored so short that its ports cannot be read: written as 0. */
  | { readonly kind: 'cut'; readonly from: string; readonly to: string }
  | { readonly kind: 'other'; readonly protocol: number }

const TCP = 6
const UDP = 17
const FRAGMENT_HEADER = 44
/** RFC 8200 §4 — hop-by-hop options, routing, destination options: passed over. */
const EXTENSIONS = new Set([0, 43, 60])

/** What an IP packet carries. Never throws: a packet that cannot be read is cut, or something else. */
export function insideOf(packet: Uint8Array): Inside {
  return (packet[0] ?? 0) >> 4 === 4 ? insideIpv4(packet) : insideIpv6(packet)
}

function insideIpv4(packet: Uint8Array): Inside {
  if (packet.length < 20) return { kind: 'other', protocol: -1 }
  const header = ((packet[0] ?? 0) & 0x0f) * 4
  if (header < 20) return { kind: 'other', protocol: -1 }
  const protocol = packet[9] ?? 0
  const [from, to] = [packet.subarray(12, 16), packet.subarray(16, 20)]
  // RFC 791 §3.1 — more fragments, or an offset
  if ((u16(packet, 6) & 0x3fff) !== 0) return fragment(protocol, from, to)
  // a length of 0: the network card cut the packet up, behind where it was captured
  const total = u16(packet, 2) || packet.length
  return transportOf(protocol, from, to, packet.subarray(header, total), total - header)
}

function insideIpv6(packet: Uint8Array): Inside {
  if (packet.length < 40) return { kind: 'other', protocol: -1 }
  const [from, to] = [packet.subarray(8, 24), packet.subarray(24, 40)]
  let protocol = packet[6] ?? 0
  let header = 40
  for (let k = 0; EXTENSIONS.has(protocol) && k < 8; k += 1) {
    if (packet.length < header + 8) return { kind: 'other', protocol }
    protocol = packet[header] ?? 0
    header += ((packet[header + 1] ?? 0) + 1) * 8
  }
  if (protocol === FRAGMENT_HEADER) return fragment(packet[header] ?? 0, from, to)
  const total = u16(packet, 4) === 0 ? packet.length : 40 + u16(packet, 4)
  return transportOf(protocol, from, to, packet.subarray(header, total), total - header)
}

function fragment(protocol: number, from: Uint8Array, to: Uint8Array): Inside {
  if (protocol !== UDP && protocol !== TCP) return { kind: 'other', protocol }
  return { kind: 'fragment', from: endText(from, 0), to: endText(to, 0) }
}

function transportOf(protocol: number, from: Uint8Array, to: Uint8Array, content: Uint8Array, length: number): Inside {
  if (protocol !== UDP && protocol !== TCP) return { kind: 'other', protocol }
  if (content.length < (protocol === UDP ? 8 : 20)) {
    const isCut = length >= (protocol === UDP ? 8 : 20)
    return isCut ? { kind: 'cut', from: endText(from, 0), to: endText(to, 0) } : { kind: 'other', protocol }
  }
  const ends = { from: endText(from, u16(content, 0)), to: endText(to, u16(content, 2)) }
  const none = { sequence: 0, acknowledged: undefined, syn: false, fin: false, rst: false }
  if (protocol === UDP) {
    const told = u16(content, 4) || length // RFC 2675 — 0: longer than the field can say
    const end = Math.max(8, Math.min(told, length))
    const payload = content.subarray(8, end)
    return { kind: 'segment', transport: 'udp', ...ends, payload, missing: end - 8 - payload.length, ...none }
  }
  // RFC 9293 §3.1 — ports, sequence number, acknowledgment number, data offset in words, flags
  const header = ((content[12] ?? 0) >> 4) * 4
  if (header < 20 || header > length) return { kind: 'other', protocol }
  const flags = content[13] ?? 0
  const payload = content.subarray(header)
  return {
    kind: 'segment',
    transport: 'tcp',
    ...ends,
    payload,
    missing: length - header - payload.length,
    sequence: u32(content, 4),
    acknowledged: (flags & 0x10) === 0 ? undefined : u32(content, 8),
    syn: (flags & 0x02) !== 0,
    fin: (flags & 0x01) !== 0,
    rst: (flags & 0x04) !== 0,
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2)
}
