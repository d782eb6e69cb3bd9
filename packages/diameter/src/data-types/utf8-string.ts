// UTF8String: text for people and machines, in UTF-8.
import type { ByteReader } from '../byte-reader'
import { text, type DataType } from './data-type'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/**
 * ```
 * | UTF-8 octets |        (no terminator; malformed sequences are an error, not a replacement character)
 * ```
 */
export const utf8String: DataType<string> = {
  name: 'UTF8String',
  clause: 'RFC 6733 §4.3.1',
  read: readUtf8,
  write(to, value) {
    const characters = text(to, this, value)
    if (to.ascii(characters)) return
    if (/\p{Surrogate}/u.test(characters)) throw to.error('UTF8String cannot hold half of a surrogate pair', this.clause)
    to.octets(encoder.encode(characters))
  },
}

/** The data as text, for all formats that are derived from UTF-8 text. */
export function readUtf8(from: ByteReader): string {
  try {
    return decoder.decode(from.data())
  } catch {
    throw from.error('these bytes are not UTF-8', 'RFC 6733 §4.3.1')
  }
}
