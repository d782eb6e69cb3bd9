// A request that cannot be read but can be answered: as many of its header fields as are whole (RFC 3261 §18.3, §21.4.1).
import { SipParseError } from '../errors'
import { isToken, readHeaderField, type HeaderField } from './header-fields'
import { SipRequest } from './message'
import { textOf } from './text'

// RFC 2606 §2 — a stand-in; what the request asked for may be the very thing that cannot be read.
const NO_URI = 'sip:unreadable.invalid'

/**
 * What a 400 to these bytes can be made from: the method, and the header fields that can be read, without body or Request-URI.
 * Undefined when it is no request, an ACK, or has no readable Via: nothing to answer, or nobody.
 */
export function answerableRequest(bytes: Uint8Array): SipRequest | undefined {
  const lines = wholeLines(textOf(bytes))
  const method = methodOf(lines.shift() ?? '')
  // RFC 3261 §17.1.1.3 — an ACK is never answered.
  if (method === undefined || method === 'ACK') return undefined
  const request = new SipRequest({ method, uri: NO_URI }, { headers: lines.flatMap(readable), body: new Uint8Array(0) })
  return request.topVia === undefined ? undefined : request
}

// A line without its CRLF may have been cut anywhere.
function wholeLines(text: string): string[] {
  const begin = text.search(/[^\r\n]/)
  const empty = text.indexOf('\r\n\r\n', begin)
  const end = empty < 0 ? text.lastIndexOf('\r\n') : empty
  return begin < 0 || end < 0 ? [] : text.slice(begin, end).split(/\r\n(?![ \t])/)
}

function methodOf(startLine: string): string | undefined {
  const [method = '', ...rest] = startLine.split(' ')
  const isRequest = isToken(method) && rest.some((word) => /^SIP\/\d+\.\d+$/i.test(word))
  return isRequest ? method : undefined
}

// A field with a bare CR or LF would carry other lines into the response.
function readable(raw: string): readonly HeaderField[] {
  if (/[\r\n]/.test(raw.replace(/\r\n[ \t]/g, ''))) return []
  try {
    return [readHeaderField(raw, 0)]
  } catch (error) {
    if (error instanceof SipParseError) return []
    throw error
  }
}
