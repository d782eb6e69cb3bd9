// Bytes of one datagram → a message. Throws SipParseError and nothing else; never loses a byte.
import { SipParseError } from '../errors'
import { isToken, readHeaderField, type HeaderField } from './header-fields'
import { SipRequest, SipResponse } from './message'
import { textOf } from './text'

/**
 * Reads one SIP message from a datagram. Bytes beyond Content-Length are no part of the body but stay in `bytes`;
 * a missing Content-Length makes the rest the body. Throws {@link SipParseError}.
 */
export function parseMessage(bytes: Uint8Array): SipRequest | SipResponse {
  const text = textOf(bytes)
  const begin = afterEmptyLines(text)
  const headEnd = text.indexOf('\r\n\r\n', begin)
  if (headEnd < 0) throw fault('no empty line after the header fields', text.length, '§7', text.slice(begin))
  const lines = linesOf(text.slice(begin, headEnd), begin)
  const startLine = lines.shift()
  if (startLine === undefined) throw fault('no start line', begin, '§7.1', text)
  const headers = lines.map((line) => readHeaderField(line.text, line.offset))
  const bodyAt = headEnd + 4
  const length = contentLength(headers, bytes.length - bodyAt, bodyAt)
  const parts = { headers, body: bytes.slice(bodyAt, bodyAt + length), bytes: bytes.slice() }
  const start = readStartLine(startLine.text, startLine.offset)
  return 'method' in start ? new SipRequest(start, parts) : new SipResponse(start, parts)
}

interface Line {
  readonly text: string
  readonly offset: number
}

// RFC 3261 §7.5 — empty lines before the start line are ignored.
function afterEmptyLines(text: string): number {
  let at = 0
  while (text.startsWith('\r\n', at)) at += 2
  return at
}

// RFC 3261 §7.3.1 — a line that begins with whitespace continues the one before.
function linesOf(head: string, offset: number): Line[] {
  const lines: { text: string; offset: number }[] = []
  for (let at = 0; at <= head.length;) {
    const end = lineEnd(head, at)
    if (end === undefined) throw bareBreak(head, at, offset)
    const text = head.slice(at, end)
    const before = lines.at(-1)
    if (lines.length > 1 && before !== undefined && isBlank(text.charCodeAt(0))) before.text += `\r\n${text}`
    else lines.push({ text, offset: offset + at })
    at = end + 2
  }
  return lines
}

// Where the line ends that begins there; undefined where a CR or LF stands alone in it.
function lineEnd(head: string, at: number): number | undefined {
  const cr = head.indexOf('\r', at)
  const lf = head.indexOf('\n', at)
  if (cr < 0 && lf < 0) return head.length
  return cr >= 0 && lf === cr + 1 ? cr : undefined
}

// RFC 3261 §7 — every line ends with CRLF; a lone CR or LF would be read differently by others.
function bareBreak(head: string, at: number, offset: number): SipParseError {
  const [text = ''] = head.slice(at).split('\r\n', 1)
  return fault('a bare CR or LF within the header', offset + at + text.search(/[\r\n]/), '§7', text)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

type Start =
  | { readonly method: string; readonly uri: string; readonly version: string }
  | { readonly status: number; readonly reason: string }

function readStartLine(line: string, offset: number): Start {
  const [, code, reason] = /^SIP\/2\.0 (\d{3}) ([\s\S]*)$/i.exec(line) ?? []
  if (code !== undefined && reason !== undefined) {
    // RFC 3261 §7.2 — the first digit of a status is 1 to 6.
    if (Number(code) < 100 || Number(code) > 699) throw fault('a status outside 100–699', offset + 8, '§7.2', line)
    return { status: Number(code), reason }
  }
  // RFC 3261 §7.2 — a status is three digits; what begins like a response is no request either.
  if (/^SIP\/\d+\.\d+ /i.test(line)) throw fault('no status line of SIP/2.0', offset, '§7.2', line)
  // RFC 3261 §7.1 — method, Request-URI and version, parted by single spaces.
  const [, method, uri, version] = /^(\S+) ([^\s<>]+) (SIP\/\d+\.\d+)$/i.exec(line) ?? []
  if (method === undefined || uri === undefined || version === undefined || !isToken(method)) {
    throw fault('neither a request line nor a status line', offset, '§7.1', line)
  }
  return { method, uri, version }
}

function contentLength(headers: readonly HeaderField[], available: number, offset: number): number {
  const fields = headers.filter((header) => header.key === 'content-length')
  const [field] = fields
  if (field === undefined) return available
  // RFC 3261 §20.14 — one number; of two that differ nobody knows which one the sender meant.
  if (fields.some(({ value }) => value !== field.value))
    throw fault('Content-Length values that differ', offset, '§20.14', fields.map(({ value }) => value).join(', '))
  const length = /^\d{1,9}$/.test(field.value) ? Number(field.value) : undefined
  if (length === undefined) throw fault('a Content-Length that is no number', offset, '§20.14', field.raw)
  // RFC 3261 §18.3 — a datagram that ends before its body does is an error.
  if (length > available) throw fault(`Content-Length ${length} but ${available} bytes of body`, offset, '§18.3', field.raw)
  return length
}

function fault(what: string, offset: number, clause: string, near: string): SipParseError {
  return new SipParseError(what, { offset, clause: `RFC 3261 ${clause}`, near })
}
