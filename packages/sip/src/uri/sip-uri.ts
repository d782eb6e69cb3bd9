// SIP, SIPS and TEL URIs, and others by their scheme (RFC 3261 §19.1, RFC 3966).
import { SipParseError } from '../errors'
import { parseParams, type Params } from '../message/lists'

/** A URI taken apart. For schemes other than sip, sips and tel only `scheme` and `text` tell anything. */
export interface SipUri {
  /** Lower case: sip, sips, tel, urn … */
  readonly scheme: string
  /** User part as written, escapes kept; the number of a tel URI. */
  readonly user?: string
  readonly password?: string
  /** As written, an IPv6 address with its brackets; empty for tel and unknown schemes. */
  readonly host: string
  readonly port?: number
  /** By lower-case name, names without needless escapes (`%6C%72` is `lr`); values as written. */
  readonly params: Params
  /** What follows `?`, as written. */
  readonly headers?: string
  /** The URI as written. */
  readonly text: string
}

const NO_PARAMS: Params = new Map()
const HOST_PORT = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*))(?::(\d{1,5}))?$/
const NUMBER = /^\+?[0-9A-Fa-f*#().-]+$/

/** Reads a URI. Throws {@link SipParseError}. */
export function parseUri(text: string): SipUri {
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text) ?? []
  if (scheme === undefined) throw fault('a URI without a scheme', 0, text)
  // RFC 3261 §25.1 — whitespace, quotes, angle brackets and control characters never stand in a URI.
  const bad = text.search(/[^!-~\x80-\xff]|["<>]/)
  if (bad >= 0) throw fault('a character no URI may hold', bad, text)
  const name = scheme.toLowerCase()
  const rest = text.slice(scheme.length + 1)
  if (name === 'sip' || name === 'sips') return sipUri(name, rest, text)
  if (name === 'tel') return telUri(rest, text)
  return { scheme: name, host: '', params: NO_PARAMS, text }
}

/**
 * Address of record, as users are compared: `scheme:user@host` with lower-case host and plain escapes, no port, parameters
 * or headers; a tel number without its separators; another URI as it is. Throws {@link SipParseError}.
 */
export function aorOf(uri: string): string {
  const parsed = parseUri(uri)
  if (parsed.scheme === 'tel') return `tel:${bareNumber(parsed.user ?? '')}`
  if (parsed.host === '') return parsed.text
  const user = parsed.user === undefined ? '' : `${plainEscapes(parsed.user)}@`
  return `${parsed.scheme}:${user}${parsed.host.toLowerCase()}`
}

/** RFC 3966 §5 — a number without its visual separators, hexadecimal digits in lower case. */
export function bareNumber(number: string): string {
  return number.replace(/[().-]/g, '').toLowerCase()
}

/** RFC 3261 §19.1.4 — an escape of an unreserved character is that character; other escapes are compared in upper case. */
export function plainEscapes(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (escape, hex: string) => {
    const character = String.fromCharCode(parseInt(hex, 16))
    return /[A-Za-z0-9\-_.!~*'()]/.test(character) ? character : escape.toUpperCase()
  })
}

function sipUri(scheme: string, rest: string, text: string): SipUri {
  // RFC 3261 §19.1.1 — user and password end at the `@`, which is escaped everywhere else; `;` and `?` may stand before it.
  const at = rest.indexOf('@')
  const userinfo = at < 0 ? undefined : rest.slice(0, at)
  const afterUser = rest.slice(at + 1)
  const question = afterUser.indexOf('?')
  const beforeHeaders = question < 0 ? afterUser : afterUser.slice(0, question)
  const semicolon = beforeHeaders.indexOf(';')
  const [, host, port] = HOST_PORT.exec(semicolon < 0 ? beforeHeaders : beforeHeaders.slice(0, semicolon)) ?? []
  const hostAt = text.length - afterUser.length
  if (userinfo === '' || userinfo?.startsWith(':') === true) throw fault('an empty user before @', scheme.length + 1, text)
  if (host === undefined) throw fault('no host', hostAt, text)
  if (port !== undefined && Number(port) > 65535) throw fault('a port above 65535', hostAt + host.length, text)
  const colon = userinfo?.indexOf(':') ?? -1
  const params = semicolon < 0 ? NO_PARAMS : uriParams(beforeHeaders.slice(semicolon))
  // No spreads: this is read several times for every message, and they cost more than all the reading.
  const uri: { -readonly [K in keyof SipUri]: SipUri[K] } = { scheme, host, params, text }
  if (userinfo !== undefined) uri.user = colon < 0 ? userinfo : userinfo.slice(0, colon)
  if (userinfo !== undefined && colon >= 0) uri.password = userinfo.slice(colon + 1)
  if (port !== undefined) uri.port = Number(port)
  if (question >= 0) uri.headers = afterUser.slice(question + 1)
  return uri
}

// RFC 3261 §19.1.4 — an escape in a parameter's name is the character, as anywhere in the URI.
function uriParams(text: string): Params {
  const params = parseParams(text, 'RFC 3261 §19.1.1')
  if (!text.includes('%')) return params
  const plain = new Map<string, string | undefined>()
  for (const [name, value] of params) {
    const key = plainEscapes(name).toLowerCase()
    if (!plain.has(key)) plain.set(key, value)
  }
  return plain
}

function telUri(rest: string, text: string): SipUri {
  const semicolon = rest.indexOf(';')
  const number = semicolon < 0 ? rest : rest.slice(0, semicolon)
  // RFC 3966 §3 — digits with visual separators, a leading + when global.
  if (!NUMBER.test(number))
    throw new SipParseError('a tel URI without a number', { offset: 4, clause: 'RFC 3966 §3', near: text })
  const params = semicolon < 0 ? NO_PARAMS : parseParams(rest.slice(semicolon), 'RFC 3966 §3')
  return { scheme: 'tel', user: number, host: '', params, text }
}

function fault(what: string, offset: number, near: string): SipParseError {
  return new SipParseError(what, { offset, clause: 'RFC 3261 §19.1.1', near })
}
