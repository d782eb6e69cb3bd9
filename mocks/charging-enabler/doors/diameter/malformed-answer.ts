// Answers spoilt on purpose: what a CTF must survive when the CDF, or what stands between, sends rubbish (RFC 6733 §2.1, §3, §4.1, §7).
import type { Spoilt } from '../../rules'

const HEADER_BYTES = 20
const RESULT_CODE = 268

/** The bytes to send in place of a good answer, and whether the connection ends behind them. */
export interface SpoiltAnswer {
  readonly bytes: Uint8Array
  readonly end: boolean
}

/** A good answer, spoilt. The bytes given are not touched. */
export function spoil(good: Uint8Array, how: Spoilt): SpoiltAnswer {
  const bytes = good.slice()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const setLength = (length: number): void => view.setUint32(0, 0x0100_0000 | length)
  switch (how) {
    case 'version':
      view.setUint8(0, 2)
      break
    case 'shortLength':
      setLength(bytes.length - 8)
      break
    case 'longLength':
      setLength(bytes.length + 0x1_0000)
      break
    case 'oddLength':
      setLength(bytes.length - 1)
      break
    case 'avpLength':
      setAvpLength(view, 0xff_fff0)
      break
    case 'avpZeroLength':
      setAvpLength(view, 0)
      break
    case 'requestBit':
      view.setUint8(4, view.getUint8(4) | 0x80)
      break
    case 'reservedBits':
      view.setUint8(4, view.getUint8(4) | 0x0f)
      break
    case 'truncated':
      return { bytes: bytes.subarray(0, Math.floor(bytes.length / 2)), end: true }
    case 'text':
      return { bytes: Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', 'latin1'), end: false }
  }
  return { bytes, end: false }
}

/** `0x` and white space apart, pairs of hex digits; undefined for anything else. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/^0x/i, '').replace(/\s+/g, '')
  return /^(?:[0-9a-f]{2})+$/i.test(digits) ? Uint8Array.from(Buffer.from(digits, 'hex')) : undefined
}

// The Result-Code's length; of an answer without one, that of its first AVP.
function setAvpLength(view: DataView, length: number): void {
  let at = HEADER_BYTES
  for (let next = at; next + 8 <= view.byteLength; next += ((view.getUint32(next + 4) & 0xff_ffff) + 3) & ~3) {
    if (view.getUint32(next) !== RESULT_CODE) continue
    at = next
    break
  }
  if (at + 8 <= view.byteLength) view.setUint32(at + 4, (view.getUint8(at + 4) << 24) | length)
}
