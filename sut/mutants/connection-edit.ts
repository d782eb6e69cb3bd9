// Reading and changing whole Diameter messages on their way through a connection. Offsets: RFC 6733 §3, §4.
import type { Socket } from 'node:net'
import { MessageFramer } from '@ch1/diameter'

const HEADER_BYTES = 20
const REQUEST = 0x80
const VENDOR = 0x80
const ACCOUNTING = 271

/** What is written is `change`d first, message by message. */
export function writeMessages(socket: Socket, change: (message: Buffer) => readonly Uint8Array[]): void {
  const write: (bytes: Uint8Array) => boolean = socket.write.bind(socket)
  socket.write = (bytes: Uint8Array) => write(Buffer.concat(split(Buffer.from(bytes)).flatMap(change)))
}

/** `look` sees each message before the client does; `garbled` is told of bytes that are none, after which nothing is looked at. */
export function readMessages(socket: Socket, look: (message: Buffer) => void, garbled: () => void = () => {}): void {
  const framer = new MessageFramer({ maxBytes: 65_536 })
  const messagesIn = (chunk: Buffer): readonly Uint8Array[] => {
    try {
      return framer.push(new Uint8Array(chunk))
    } catch {
      socket.off('data', read)
      garbled()
      return []
    }
  }
  const read = (chunk: Buffer): void => messagesIn(chunk).forEach((one) => look(Buffer.from(one)))
  socket.prependListener('data', read)
}

export function isRequest(message: Buffer, command: number): boolean {
  return commandOf(message) === command && (message.readUInt8(4) & REQUEST) !== 0
}

export function isAnswerTo(message: Buffer, command: number): boolean {
  return commandOf(message) === command && (message.readUInt8(4) & REQUEST) === 0
}

export function isAccountingAnswer(message: Buffer): boolean {
  return isAnswerTo(message, ACCOUNTING)
}

export function hopByHopOf(message: Buffer): number {
  return message.readUInt32BE(12)
}

/** Codes of the AVPs at the top. */
export function avpCodesOf(message: Buffer): readonly number[] {
  return avpsOf(message).map((avp) => avp.readUInt32BE(0))
}

/** The message without this AVP of the base protocol. */
export function without(message: Buffer, code: number): Buffer {
  const kept = avpsOf(message).filter((avp) => avp.readUInt32BE(0) !== code || (avp.readUInt8(4) & VENDOR) !== 0)
  const whole = Buffer.concat([message.subarray(0, HEADER_BYTES), ...kept])
  whole.writeUIntBE(whole.length, 1, 3)
  return whole
}

function commandOf(message: Buffer): number {
  return message.readUIntBE(5, 3)
}

// Each with its padding.
function avpsOf(message: Buffer): readonly Buffer[] {
  const avps: Buffer[] = []
  for (let at = HEADER_BYTES; at + 8 <= message.length;) {
    const end = at + Math.max(8, Math.ceil(message.readUIntBE(at + 5, 3) / 4) * 4)
    avps.push(message.subarray(at, end))
    at = end
  }
  return avps
}

function split(bytes: Buffer): readonly Buffer[] {
  const messages: Buffer[] = []
  for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
    const end = at + Math.max(HEADER_BYTES, bytes.readUIntBE(at + 1, 3))
    messages.push(bytes.subarray(at, end))
    at = end
  }
  return messages
}
