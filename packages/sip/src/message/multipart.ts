// Bodies of several parts (RFC 2046 §5.1, RFC 5621): an SDP and a URI list in one INVITE.
import { SipParseError } from '../errors'
import { headerField, nameKey, readHeaderField, type HeaderField, type HeaderList } from './header-fields'
import { nextOutside, parseParams, splitList, trimmed, unquote } from './lists'
import type { SipMessage } from './message'
import { bodyBytes, bytesOf, textOf } from './text'

/** One part of a body. */
export interface BodyPart {
  readonly headers: readonly HeaderField[]
  /** Lower case, without parameters; `text/plain` when a part names none (RFC 2046 §5.1). */
  readonly contentType: string
  /** Content-Disposition, lower case, without parameters. */
  readonly disposition?: string
  readonly body: Uint8Array
}

/** A part to write. */
export interface NewBodyPart {
  readonly contentType: string
  readonly headers?: HeaderList
  readonly body: Uint8Array | string
}

// RFC 2046 §5.1.1 — a boundary has 1 to 70 characters.
const MAX_BOUNDARY = 70

/** The parts of a message's body, nested ones taken apart too; a body that is not multipart is one part, no body none. */
export function bodyParts(message: SipMessage): readonly BodyPart[] {
  if (message.body.length === 0) return []
  const headers = message.headers.filter((field) => nameKey(field.name).startsWith('content-'))
  return partsOf(headers, textOf(message.body), 0)
}

/** A multipart body and its Content-Type, ready for {@link buildRequest}. */
export function buildMultipart(
  parts: readonly NewBodyPart[],
  o: { readonly subtype?: string; readonly boundary?: string } = {},
): { readonly contentType: string; readonly body: Uint8Array } {
  const boundary = o.boundary ?? 'part-boundary-1'
  const texts = parts.map((part) => {
    const lines = [headerField('Content-Type', part.contentType), ...(part.headers ?? []).map(([n, v]) => headerField(n, v))]
    return `--${boundary}\r\n${lines.map((field) => `${field.raw}\r\n`).join('')}\r\n${textOf(bodyBytes(part.body))}\r\n`
  })
  const body = bytesOf(`${texts.join('')}--${boundary}--\r\n`)
  return { contentType: `multipart/${o.subtype ?? 'mixed'};boundary="${boundary}"`, body }
}

function partsOf(headers: readonly HeaderField[], text: string, depth: number): readonly BodyPart[] {
  const type = find(headers, 'content-type')
  const contentType = mainValue(type ?? 'text/plain')
  const disposition = find(headers, 'content-disposition')
  if (!contentType.startsWith('multipart/')) {
    return [
      {
        headers,
        contentType,
        ...(disposition === undefined ? {} : { disposition: mainValue(disposition) }),
        body: bytesOf(text),
      },
    ]
  }
  if (depth > 8) throw fault('multipart bodies nested more than eight deep', text)
  const boundary = parseParams((type ?? '').slice(nextOutside(type ?? '', ';', 0)), 'RFC 2046 §5.1').get('boundary')
  if (boundary === undefined) throw fault('a multipart body without a boundary parameter', type ?? '')
  const bare = unquote(boundary)
  if (bare.length < 1 || bare.length > MAX_BOUNDARY) throw fault(`a boundary of ${bare.length} characters`, type ?? '')
  return sections(text, bare).flatMap((section) => onePart(section, depth))
}

function onePart(section: string, depth: number): readonly BodyPart[] {
  if (section.startsWith('\r\n')) return partsOf([], section.slice(2), depth + 1)
  const end = section.indexOf('\r\n\r\n')
  if (end < 0) throw fault('a part without an empty line after its header', section)
  const lines = section
    .slice(0, end)
    .replace(/\r\n(?=[ \t])/g, '\n')
    .split('\r\n')
  const headers = lines.map((line) => readHeaderField(line.replaceAll('\n', '\r\n'), 0))
  return partsOf(headers, section.slice(end + 4), depth + 1)
}

// RFC 2046 §5.1.1 — a delimiter is CRLF, two hyphens and the boundary; what stands before the first and after the last is ignored.
function sections(text: string, boundary: string): readonly string[] {
  const delimiter = new RegExp(`\r\n--${boundary.replace(/[^A-Za-z0-9]/g, '\\$&')}(--)?[ \t]*(?=\r\n|$)`, 'g')
  const whole = `\r\n${text}`
  const found: string[] = []
  let start: number | undefined
  for (const match of whole.matchAll(delimiter)) {
    if (start !== undefined) found.push(whole.slice(start, match.index))
    if (match[1] !== undefined) return found
    start = match.index + match[0].length + 2
  }
  throw fault('a multipart body without its closing delimiter', text)
}

function find(headers: readonly HeaderField[], key: string): string | undefined {
  return headers.find((field) => nameKey(field.name) === key)?.value
}

function mainValue(text: string): string {
  return trimmed(splitList(text, ';')[0] ?? '').toLowerCase()
}

function fault(what: string, near: string): SipParseError {
  return new SipParseError(what, { offset: 0, clause: 'RFC 2046 §5.1', near })
}
