// Reads a capture as tcpdump writes it: the UDP datagrams and TCP segments over IPv4 in it, in the order they were seen.

/** One datagram or segment; `from` and `to` are `host:port`. */
export interface Packet {
  readonly transport: 'udp' | 'tcp'
  readonly from: string
  readonly to: string
  readonly payload: Buffer
  /** Of a TCP segment: the number of its first byte, modulo 2³², and whether it opens its direction. */
  readonly sequence: number
  readonly syn: boolean
}

const FILE_HEADER_BYTES = 24
const RECORD_HEADER_BYTES = 16
const ETHERNET_BYTES = 14
const MAGIC_US = 0xa1b2c3d4
const LINKTYPE_ETHERNET = 1 // what Linux says of its loopback interface
const IPV4 = 0x0800
const UDP = 17
const TCP = 6
const SYN = 0x02

/** Every whole packet; a last record that is not all there yet is left out. Throws on anything it does not know: nothing is passed over. */
export function readCapture(file: Buffer): readonly Packet[] {
  if (file.length < FILE_HEADER_BYTES) return []
  if (file.readUInt32LE(0) !== MAGIC_US) throw new Error(`no capture of this machine: it begins ${file.toString('hex', 0, 4)}`)
  if (file.readUInt32LE(20) !== LINKTYPE_ETHERNET)
    throw new Error(`link type ${file.readUInt32LE(20)}, expected ${LINKTYPE_ETHERNET}`)
  const packets: Packet[] = []
  for (let at = FILE_HEADER_BYTES; at + RECORD_HEADER_BYTES <= file.length;) {
    const stored = file.readUInt32LE(at + 8)
    const original = file.readUInt32LE(at + 12)
    const from = at + RECORD_HEADER_BYTES
    if (from + stored > file.length) break
    if (stored !== original) throw new Error(`packet ${packets.length + 1} was cut from ${original} to ${stored} bytes`)
    packets.push(packetOf(file.subarray(from, from + stored)))
    at = from + stored
  }
  return packets
}

// RFC 791 §3.1 — header length in words, total length, protocol, addresses; a loopback needs no fragments.
function packetOf(frame: Buffer): Packet {
  if (frame.readUInt16BE(12) !== IPV4) throw new Error(`ethertype 0x${frame.readUInt16BE(12).toString(16)}, expected IPv4`)
  const ip = frame.subarray(ETHERNET_BYTES)
  const fragment = ip.readUInt16BE(6) & 0x3fff
  if (fragment !== 0) throw new Error('a fragment of an IPv4 packet')
  const protocol = ip.readUInt8(9)
  const hosts = [ip.subarray(12, 16).join('.'), ip.subarray(16, 20).join('.')]
  const inside = ip.subarray((ip.readUInt8(0) & 0x0f) * 4, ip.readUInt16BE(2))
  const ends = { from: `${hosts[0]}:${inside.readUInt16BE(0)}`, to: `${hosts[1]}:${inside.readUInt16BE(2)}` }
  if (protocol === UDP) return { transport: 'udp', ...ends, payload: inside.subarray(8), sequence: 0, syn: false }
  if (protocol !== TCP) throw new Error(`IP protocol ${protocol}, expected UDP or TCP`)
  // RFC 9293 §3.1 — sequence number, then the data offset in words, then the flags.
  const payload = inside.subarray((inside.readUInt8(12) >> 4) * 4)
  return { transport: 'tcp', ...ends, payload, sequence: inside.readUInt32BE(4), syn: (inside.readUInt8(13) & SYN) !== 0 }
}
