// An HTTP message as text: start line, header fields, blank line, exact body. How a message of any HTTP version is kept as evidence.

/** A header field as it came: name and value. */
export type Field = readonly [name: string, value: string]

/**
 * ```
 * POST /ch1-offlinecharging/v1/offlinechargingdata HTTP/2 ⏎   start line
 * content-type: application/json ⏎                             fields, in order
 * ⏎
 * {"invocationSequenceNumber":0,…}                             body, octet for octet
 * ```
 * Of HTTP/2 the pseudo-header fields stand in the start line and in `host`. The body is without transfer coding.
 */
export interface HttpText {
  readonly startLine: string
  readonly fields: readonly Field[]
  readonly body: Uint8Array
}

/** Bytes that are no HTTP message of this form. */
export class HttpTextError extends Error {
  override readonly name = 'HttpTextError'
}

const LF = 10
const CR = 13

/** The message's octets. Characters above U+00FF of start line and fields become `?`: HTTP has none there. */
export function writeHttpText({ startLine, fields, body }: HttpText): Uint8Array {
  const head = `${[startLine, ...fields.map(([name, value]) => `${name}: ${value}`)].map(oneLine).join('\r\n')}\r\n\r\n`
  const bytes = new Uint8Array(head.length + body.length)
  for (let at = 0; at < head.length; at += 1) {
    const code = head.charCodeAt(at)
    bytes[at] = code > 0xff ? 0x3f : code
  }
  bytes.set(body, head.length)
  return bytes
}

/** Reads it back; the body is all that follows the blank line. Throws {@link HttpTextError}. */
export function readHttpText(bytes: Uint8Array): HttpText {
  const end = headEnd(bytes)
  if (end === undefined) throw new HttpTextError('no blank line ends the header fields')
  let head = ''
  for (const byte of bytes.subarray(0, end)) head += String.fromCharCode(byte)
  const [startLine = '', ...lines] = head.split('\r\n')
  if (!/^(\S+ \S+ HTTP\/\d(\.\d)?|HTTP\/\d(\.\d)? \d{3}( .*)?)$/.test(startLine))
    throw new HttpTextError(`"${startLine.slice(0, 80)}" is no start line of HTTP`)
  const fields = lines.map((line): Field => {
    const colon = line.indexOf(':')
    if (colon < 1) throw new HttpTextError(`"${line.slice(0, 80)}" is no header field`)
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  return { startLine, fields, body: bytes.subarray(end + 4) }
}

/** The first field of that name, whatever its case. */
export function fieldOf(fields: readonly Field[], name: string): string | undefined {
  const wanted = name.toLowerCase()
  return fields.find(([one]) => one.toLowerCase() === wanted)?.[1]
}

function headEnd(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1))
    if (bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) return at
  return undefined
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
