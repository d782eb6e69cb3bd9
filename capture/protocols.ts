// Which protocol speaks: told by the first bytes of a datagram or of a stream, since ports tell nothing certain.

export type Protocol = 'sip' | 'diameter' | 'http'

const HEADER_BYTES = 20
const MAX_MESSAGE_BYTES = 1_048_576

/** RFC 3261 §7.1, §7.2 — a request line or a status line of SIP. */
export function beginsSip(bytes: Uint8Array): boolean {
  return /^(?:SIP\/2\.0 \d{3}|[A-Za-z0-9.!%*_+`'~-]{1,40} [^\s]+ SIP\/2\.0\r?\n)/i.test(text(bytes, 8_192))
}

/** RFC 6733 §3 — version 1, a length of whole words, the four reserved flags clear. */
export function beginsDiameter(bytes: Uint8Array): boolean {
  const [version, high = 0, middle = 0, low = 0, flags = 0] = bytes
  const length = high * 0x1_0000 + middle * 0x100 + low
  return (
    bytes.length >= HEADER_BYTES &&
    version === 1 &&
    length >= HEADER_BYTES &&
    length <= MAX_MESSAGE_BYTES &&
    length % 4 === 0 &&
    (flags & 0x0f) === 0
  )
}

export function protocolOf(bytes: Uint8Array): Protocol | undefined {
  if (beginsDiameter(bytes)) return 'diameter'
  if (beginsSip(bytes)) return 'sip'
  return /^(?:PRI \* HTTP\/2|(?:GET|POST|PUT|PATCH|DELETE) [^\s]+ HTTP\/1|HTTP\/1\.[01] \d{3})/.test(text(bytes, 2_048))
    ? 'http'
    : undefined
}

function text(bytes: Uint8Array, most: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, most)).toString('latin1')
}
