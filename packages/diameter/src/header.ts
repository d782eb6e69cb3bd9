// The twenty bytes every Diameter message begins with: their layout, and the checks a stream must pass to be cut into messages.
import type { ByteWriter } from './byte-writer'
import { CodecError } from './codec-error'
import type { MessageInput } from './message'

/** Bytes of the header. */
export const HEADER_BYTES = 20
/** RFC 6733 §3 — the length field has 24 bits and counts in fours. */
export const MAX_MESSAGE_BYTES = 0xff_fffc

/** The bits of the command flags octet. */
export const COMMAND_FLAG = { request: 0x80, proxiable: 0x40, error: 0x20, retransmitted: 0x10 } as const

const VERSION = 1

/**
 * ```
 * | version (1) | message length (3)        |
 * | flags R P E T (1) | command code (3)    |
 * | application id (4)                      |
 * | hop-by-hop id (4)                       |
 * | end-to-end id (4)                       |
 * ```
 * The length stays 0 until the message is complete.
 */
export function writeHeader(to: ByteWriter, m: MessageInput): void {
  const flags =
    (m.request ? COMMAND_FLAG.request : 0) |
    (m.proxiable === true ? COMMAND_FLAG.proxiable : 0) |
    (m.error === true ? COMMAND_FLAG.error : 0) |
    (m.retransmitted === true ? COMMAND_FLAG.retransmitted : 0)
  to.u8(VERSION)
  to.u24(0)
  to.u8(flags)
  to.u24(field(to, 'command code', m.commandCode, 0xff_ffff))
  to.u32(field(to, 'application id', m.applicationId, 0xffff_ffff))
  to.u32(field(to, 'hop-by-hop id', m.hopByHop, 0xffff_ffff))
  to.u32(field(to, 'end-to-end id', m.endToEnd, 0xffff_ffff))
}

function field(to: ByteWriter, name: string, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value
  throw to.error(`the ${name} must be a whole number from 0 to ${max}, not ${value}`, 'RFC 6733 §3')
}

/** Throws `CodecError` unless the bytes are one whole message by their header: 20 bytes at least, version 1, a length that is theirs (RFC 6733 §3). */
export function checkHeader(bytes: Uint8Array): void {
  const version = bytes[0]
  const claimed = ((bytes[1] ?? 0) << 16) | ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)
  if (version === VERSION && claimed === bytes.length && claimed >= HEADER_BYTES && claimed % 4 === 0) return
  throw headerFault(bytes)
}

function headerFault(bytes: Uint8Array): CodecError {
  const complain = (problem: string, offset: number): CodecError =>
    new CodecError({ problem, offset, path: 'header', clause: 'RFC 6733 §3', bytes: bytes.subarray(0, HEADER_BYTES) })
  const length = claimedLength(bytes, MAX_MESSAGE_BYTES)
  if (bytes.length < HEADER_BYTES) return complain(`a header needs 20 bytes, only ${bytes.length} came`, bytes.length)
  return complain(`the message length is ${length}, but ${bytes.length} bytes came`, 1)
}

/**
 * The length a message of a stream claims, from its first bytes: undefined while too few have come.
 * `CodecError` as soon as the bytes cannot begin a message, or begin one longer than `maxBytes`.
 */
export function claimedLength(bytes: Uint8Array, maxBytes: number): number | undefined {
  const complain = (problem: string, offset: number, clause: string): CodecError =>
    new CodecError({ problem, offset, path: 'header', clause, bytes: bytes.subarray(0, HEADER_BYTES) })
  const [version, high, middle, low] = bytes
  if (version === undefined) return undefined
  if (version !== VERSION) throw complain(`the version is ${version}, not 1: this is no Diameter message`, 0, 'RFC 6733 §3')
  if (high === undefined || middle === undefined || low === undefined) return undefined
  const length = (high << 16) | (middle << 8) | low
  if (length < HEADER_BYTES) throw complain(`the message length is ${length}, less than its header's 20`, 1, 'RFC 6733 §3')
  if (length % 4 !== 0) throw complain(`the message length is ${length}, not a multiple of 4`, 1, 'RFC 6733 §3')
  if (length > maxBytes) throw complain(`the message length is ${length}, more than the ${maxBytes} bytes taken here`, 1, 'limit')
  return length
}
