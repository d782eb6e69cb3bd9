// Lists and parameters inside header values: commas and semicolons that respect quotes and angle brackets.
import { SipParseError } from '../errors'

/** Parameters by lower-case name; values as written (quotes included), undefined when there is no `=`. */
export type Params = ReadonlyMap<string, string | undefined>

/**
 * Splits at a separator outside quotes and `<>`; parts are trimmed, empty parts dropped (RFC 3261 §7.3.1).
 * Never throws: an unclosed quote or bracket reaches to the end.
 */
export function splitList(text: string, separator: ',' | ';' = ','): readonly string[] {
  const all = parts(text, separator)
  return all.includes('') ? all.filter((part) => part !== '') : all
}

/** Whether a separator stands where nothing is parted: at the beginning, at the end, or beside another. */
export function hasEmptyPart(text: string, separator: ',' | ';'): boolean {
  return parts(text, separator).includes('')
}

function parts(text: string, separator: ',' | ';'): readonly string[] {
  if (!text.includes(separator)) return [trimmed(text)]
  const isPlain = !text.includes('"') && !text.includes('<')
  const wanted = separator.charCodeAt(0)
  const found: string[] = []
  // Every character is looked at once, however many separators there are.
  for (let start = 0; start <= text.length;) {
    const at = isPlain ? text.indexOf(separator, start) : walkedTo(text, wanted, start)
    const end = at < 0 ? text.length : at
    found.push(trimmed(text.slice(start, end)))
    start = end + 1
  }
  return found
}

/** Index of the first `wanted` character outside quotes and `<>`, from `from` on; the text's length if there is none. */
export function nextOutside(text: string, wanted: string, from: number): number {
  const next = text.indexOf(wanted, from)
  if (next < 0) return text.length
  // most values have neither quotes nor brackets before it, and are not walked
  const quote = text.indexOf('"', from)
  const angle = text.indexOf('<', from)
  if ((quote < 0 || quote > next) && (angle < 0 || angle > next)) return next
  return walkedTo(text, wanted.charCodeAt(0), from)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LEFT = 0x3c
const RIGHT = 0x3e

function walkedTo(text: string, wanted: number, from: number): number {
  let inQuotes = false
  let inAngle = false
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inQuotes) {
      if (c === BACKSLASH) i++
      else if (c === QUOTE) inQuotes = false
    } else if (inAngle) {
      if (c === RIGHT) inAngle = false
    } else if (c === wanted) return i
    else if (c === QUOTE) inQuotes = true
    else if (c === LEFT) inAngle = true
  }
  return text.length
}

/** `;a=1;b` → Map { a → '1', b → undefined }. The first of two equal names counts. Throws on a parameter without a name. */
export function parseParams(text: string, clause = 'RFC 3261 §25.1'): Params {
  const params = new Map<string, string | undefined>()
  for (const part of splitList(text, ';')) {
    const equals = part.indexOf('=')
    const name = trimmed(equals < 0 ? part : part.slice(0, equals)).toLowerCase()
    if (name === '') throw new SipParseError('a parameter without a name', { offset: text.indexOf(part), clause, near: part })
    if (!params.has(name)) params.set(name, equals < 0 ? undefined : trimmed(part.slice(equals + 1)))
  }
  return params
}

/** The inverse of {@link parseParams}: `;a=1;b`. */
export function formatParams(params: Params): string {
  let text = ''
  for (const [name, value] of params) text += value === undefined ? `;${name}` : `;${name}=${value}`
  return text
}

/** Quoted string of a text: `say "hi"` → `"say \"hi\""`. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

/** Text of a quoted string; text without quotes stays as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text
  const inner = text.slice(1, -1)
  return !inner.includes('\\') ? inner : inner.replace(/\\([\s\S])/g, '$1')
}

/** Without the linear whitespace around it. (String.trim would also take bytes such as 0xA0, which belong to UTF-8 text.) */
export function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a
}
