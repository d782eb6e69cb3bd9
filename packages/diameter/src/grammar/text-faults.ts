// Whether bytes are legal text, without making a string of them.

const LABEL = 0
const DOT = 1
const NEITHER = 2
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 0x2e ? DOT : /[A-Za-z0-9_-]/.test(String.fromCharCode(byte)) ? LABEL : NEITHER,
)

/**
 * The first byte that is not part of UTF-8 text, -1 when all are. RFC 6733 §4.3.1 — code points from 1 up, so a NUL is none;
 * shortest forms, no surrogates, nothing above U+10FFFF (RFC 3629).
 */
export function utf8Fault(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if ((((bytes[at] as number) - 1) & 0xff) >= 0x7f) return beyondAscii(bytes, at, end)
  }
  return -1
}

function beyondAscii(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end) {
    const lead = bytes[at] as number
    if (lead === 0) return at
    const more =
      lead < 0x80 ? 0 : lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : -1
    if (more < 0 || at + more >= end) return at
    for (let i = 1; i <= more; i++) if (((bytes[at + i] as number) & 0xc0) !== 0x80) return at
    const second = bytes[at + 1] as number
    const isOverlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90)
    const isNoCharacter = (lead === 0xed && second > 0x9f) || (lead === 0xf4 && second > 0x8f)
    if (more > 0 && (isOverlong || isNoCharacter)) return at
    at += more + 1
  }
  return -1
}

/** The first byte that does not fit a DiameterIdentity (labels and single dots, RFC 6733 §4.3.1), -1 when all do. No bytes are a fault at `start`. */
export function identityFault(bytes: Uint8Array, start: number, end: number): number {
  let before = DOT
  for (let at = start; at < end; at++) {
    const kind = CLASSES[bytes[at] as number] as number
    // NEITHER at any place, DOT behind a DOT
    if ((kind & (before | NEITHER)) !== 0) return at
    before = kind
  }
  return start === end ? start : -1
}
