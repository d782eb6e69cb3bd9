// The Via header value (RFC 3261 §20.42): where a request came by, and where its responses go.
import { SipParseError } from '../errors'
import { nextOutside, parseParams, trimmed, type Params } from './lists'

/** One Via value. */
export interface Via {
  /** Name and version, normally `SIP/2.0`. */
  readonly protocol: string
  /** Upper case, e.g. `UDP`. */
  readonly transport: string
  /** As written; an IPv6 address keeps its brackets. */
  readonly host: string
  readonly port?: number
  /** branch, received, rport, maddr … by lower-case name. */
  readonly params: Params
  /** The value as written. */
  readonly text: string
}

const CLAUSE = 'RFC 3261 §20.42'

// sent-protocol: name / version / transport with whitespace allowed around the slashes; then sent-by.
const SENT =
  /^([^\s/]+)[ \t]*\/[ \t]*([^\s/]+)[ \t]*\/[ \t]*([^\s/]+)[ \t]+(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?:[ \t]*:[ \t]*(\d{1,5}))?$/

/** Reads one Via value. Throws {@link SipParseError}. */
export function parseVia(text: string): Via {
  const end = nextOutside(text, ';', 0)
  const [, name, version, transport, host, port] = SENT.exec(trimmed(text.slice(0, end))) ?? []
  if (name === undefined || version === undefined || transport === undefined || host === undefined) {
    throw new SipParseError('a Via without protocol, transport and sent-by', { offset: 0, clause: CLAUSE, near: text })
  }
  if (port !== undefined && Number(port) > 65535) {
    throw new SipParseError(`a Via port above 65535`, { offset: text.indexOf(port), clause: CLAUSE, near: text })
  }
  const protocol = `${name}/${version}`
  const params = parseParams(text.slice(end), CLAUSE)
  // Two literals and no spread: this is read in every message, and a spread costs more than all the reading.
  return port === undefined
    ? { protocol, transport: transport.toUpperCase(), host, params, text }
    : { protocol, transport: transport.toUpperCase(), host, port: Number(port), params, text }
}
