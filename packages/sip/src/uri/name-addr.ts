// Addresses in headers: display name, URI and header parameters (RFC 3261 §20.10, name-addr and addr-spec).
import { SipParseError } from '../errors'
import { formatParams, nextOutside, parseParams, quote, trimmed, unquote, type Params } from '../message/lists'
import { isToken } from '../message/header-fields'

/** An address with its header parameters: From, To, Contact, Route, Refer-To, P-Asserted-Identity … */
export interface NameAddr {
  /** Without quotes and escapes; one character per byte. */
  readonly displayName?: string
  readonly uri: string
  /** By lower-case name, values as written. */
  readonly params: Params
}

const CLAUSE = 'RFC 3261 §20.10'

/** Reads one address. The URI itself is not judged; {@link parseUri} does that. Throws {@link SipParseError}. */
export function parseNameAddr(text: string): NameAddr {
  const open = nextOutside(text, '<', 0)
  if (open >= text.length) return addrSpec(text)
  const close = text.indexOf('>', open)
  if (close < 0) throw new SipParseError('an address without its closing >', { offset: open, clause: CLAUSE, near: text })
  const after = trimmed(text.slice(close + 1))
  if (after !== '' && !after.startsWith(';')) {
    throw new SipParseError('text after the address', { offset: close + 1, clause: CLAUSE, near: text })
  }
  const uri = text.slice(open + 1, close)
  if (uri === '') throw new SipParseError('an empty address', { offset: open, clause: CLAUSE, near: text })
  // RFC 3261 §25.1 — between the brackets stands the URI alone, without whitespace before, in or after it.
  if (/\s/.test(uri)) throw new SipParseError('whitespace within <>', { offset: open, clause: CLAUSE, near: text })
  const params = parseParams(after, CLAUSE)
  const name = trimmed(text.slice(0, open))
  // Two literals and no spread: this is read in every message, and a spread costs more than all the reading.
  return name === '' ? { uri, params } : { displayName: named(name, text), uri, params }
}

/** Writes an address: `"Alice" <sip:alice@home.example>;tag=1`. The inverse of {@link parseNameAddr}. */
export function formatNameAddr(address: NameAddr): string {
  const name = address.displayName === undefined ? '' : `${quote(address.displayName)} `
  return `${name}<${address.uri}>${formatParams(address.params)}`
}

// RFC 3261 §20.10 — without angle brackets, what follows a semicolon belongs to the header, not to the URI; and a URI with
// a comma or a question mark needs the brackets.
function addrSpec(text: string): NameAddr {
  const semicolon = text.indexOf(';')
  const uri = trimmed(semicolon < 0 ? text : text.slice(0, semicolon))
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[^\s",<>?]+$/.test(uri)) {
    throw new SipParseError('neither <URI> nor a URI', { offset: 0, clause: CLAUSE, near: text })
  }
  return { uri, params: semicolon < 0 ? new Map() : parseParams(text.slice(semicolon), CLAUSE) }
}

function named(name: string, text: string): string {
  if (name.startsWith('"')) {
    if (nextOutside(name, ' ', 0) < name.length || name.length < 2 || !name.endsWith('"')) {
      throw new SipParseError('a quoted display name that does not end at the address', { offset: 0, clause: CLAUSE, near: text })
    }
    return unquote(name)
  }
  // RFC 3261 §25.1 — unquoted, a display name is tokens and spaces.
  if (!name.split(/[ \t]+/).every(isToken)) {
    throw new SipParseError('a display name that wants quotes', { offset: 0, clause: CLAUSE, near: text })
  }
  return name
}
