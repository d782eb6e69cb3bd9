// A capture file with each message in a TCP segment of its own, for foreign readers of Diameter.

const LINKTYPE_RAW = 101
const IP_AND_TCP_BYTES = 40

/** The bytes of a pcap file: one connection, the messages as consecutive segments sent to `port`. */
export function captureFile(messages: readonly Uint8Array[], port: number): Uint8Array {
  const parts: Uint8Array[] = [fileHeader()]
  let sequence = 1
  for (const message of messages) {
    const packet = segment(message, port, sequence)
    const header = Buffer.alloc(16)
    header.writeUInt32LE(packet.length, 8)
    header.writeUInt32LE(packet.length, 12)
    parts.push(header, packet)
    sequence += message.length
  }
  return Buffer.concat(parts)
}

function fileHeader(): Uint8Array {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(0xffff, 16)
  header.writeUInt32LE(LINKTYPE_RAW, 20)
  return header
}

// IPv4 and TCP without options; checksums stay 0, which nobody checks by default.
function segment(data: Uint8Array, port: number, sequence: number): Uint8Array {
  const packet = Buffer.alloc(IP_AND_TCP_BYTES + data.length)
  packet.writeUInt8(0x45, 0)
  packet.writeUInt16BE(packet.length, 2)
  packet.writeUInt8(64, 8)
  packet.writeUInt8(6, 9)
  packet.set([192, 0, 2, 1, 192, 0, 2, 2], 12)
  packet.writeUInt16BE(40000, 20)
  packet.writeUInt16BE(port, 22)
  packet.writeUInt32BE(sequence, 24)
  packet.writeUInt8(0x50, 32)
  packet.writeUInt8(0x18, 33)
  packet.writeUInt16BE(0xffff, 34)
  packet.set(data, IP_AND_TCP_BYTES)
  return packet
}
