// One header field: reading it from its line or lines without losing a byte, writing it, and which names mean the same.
import { SipBuildError, SipParseError } from '../errors'
import { trimmed } from './lists'

/** One header field line of a message. */
export interface HeaderField {
  /** The name as written, e.g. `v` or `Via`. */
  readonly name: string
  /** What {@link nameKey} makes of the name, e.g. `via`. */
  readonly key: string
  /** The value, unfolded and trimmed. */
  readonly value: string
  /** The exact line, or lines when folded, without the final CRLF. */
  readonly raw: string
}

/** Header fields to write, in order. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

// RFC 3261 §7.3.3 and the registrations since (RFC 3515, 3841, 3903, 4028, 4474, 6665).
const COMPACT: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
}

// What nearly every field of nearly every message is called, spelt so: its key is found without making it.
const USUAL: ReadonlyMap<string, string> = new Map(
  [
    ...[
      'Via',
      'Max-Forwards',
      'From',
      'To',
      'Call-ID',
      'CSeq',
      'Contact',
      'Route',
      'Record-Route',
      'Content-Type',
      'Content-Length',
    ],
    ...[
      'Allow',
      'Supported',
      'Require',
      'User-Agent',
      'Server',
      'Accept',
      'Accept-Contact',
      'Event',
      'Expires',
      'Subject',
      'Reason',
    ],
    ...['P-Asserted-Identity', 'P-Preferred-Identity', 'P-Charging-Vector', 'P-Charging-Function-Addresses'],
  ].map((name) => [name, name.toLowerCase()]),
)

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/

/** The key under which a header name is compared: long form, lower case (RFC 3261 §7.3.1, §7.3.3). */
export function nameKey(name: string): string {
  const usual = USUAL.get(name)
  if (usual !== undefined) return usual
  const lower = name.toLowerCase()
  return (lower.length === 1 ? COMPACT[lower] : undefined) ?? lower
}

/** Whether a text is a token (RFC 3261 §25.1): method names, header names, tags, branches. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** Reads one header field from its raw line(s), which start at `offset` of the message. */
export function readHeaderField(raw: string, offset: number): HeaderField {
  const colon = raw.indexOf(':')
  if (colon < 0) throw fault('a header line without a colon', raw, offset)
  const written = raw.slice(0, colon)
  const usual = USUAL.get(written)
  if (usual !== undefined) return { name: written, key: usual, value: trimmed(unfolded(raw.slice(colon + 1))), raw }
  const name = trimmed(written)
  // RFC 3261 §7.3.1 — a header field starts with its name, a token; whitespace may stand before the colon.
  if (!isToken(name) || !raw.startsWith(name)) throw fault('a header name that is no token', raw, offset)
  return { name, key: nameKey(name), value: trimmed(unfolded(raw.slice(colon + 1))), raw }
}

/** Makes one header field; refuses what would end the line and forge another field. */
export function headerField(name: string, value: string): HeaderField {
  if (!USUAL.has(name) && !isToken(name))
    throw new SipBuildError(`header name ${JSON.stringify(name)} is no token (RFC 3261 §7.3.1)`)
  const raw = `${name}: ${value}`
  const isPlain = !/[\r\n\u0100-\uffff]/.test(value)
  if (isPlain) return { name, key: nameKey(name), value: trimmed(value), raw }
  if (/[\r\n]/.test(value) && /[\r\n]/.test(raw.replace(/\r\n[ \t]/g, ''))) {
    throw new SipBuildError(`the value of ${name} holds a bare line break; fold it with CRLF and a space, or send raw bytes`)
  }
  if (/[\u0100-\uffff]/.test(value)) {
    throw new SipBuildError(`the value of ${name} holds characters that are no bytes; write it with asBytesText()`)
  }
  return { name, key: nameKey(name), value: trimmed(unfolded(value)), raw }
}

// RFC 3261 §7.3.1 — a fold, with the whitespace around it, reads as one space.
function unfolded(text: string): string {
  return text.includes('\r\n') ? text.split('\r\n').map(trimmed).join(' ') : text
}

function fault(what: string, near: string, offset: number): SipParseError {
  return new SipParseError(what, { offset, clause: 'RFC 3261 §7.3.1', near })
}
