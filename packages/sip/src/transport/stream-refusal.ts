// The answer to a request whose end cannot be found in its stream: 400 or 413, the last message before the connection is closed.
import { SipBuildError, SipParseError } from '../errors'
import { respond } from '../message/build'
import { parseMessage } from '../message/parse'
import { textOf } from '../message/text'
import { randomToken } from '../tokens'
import { withSource } from './response-address'
import type { Address } from './transport'

/** The response to the request with this header, without its body; undefined when it is no request that can be answered. */
export function refusalOfHeader(
  header: Uint8Array,
  refusal: { readonly status: number; readonly reason?: string },
  from: Address,
): Uint8Array | undefined {
  try {
    const request = parseMessage(withoutLength(header))
    // RFC 3261 §8.2.6, §17.1.1.3 — a response is not answered, and neither is an ACK.
    if (request.kind === 'response' || request.method === 'ACK' || request.topVia === undefined) return undefined
    return respond(withSource(request, request.topVia, from), refusal.status, refusal.reason, { toTag: randomToken() }).bytes
  } catch (error) {
    if (error instanceof SipParseError || error instanceof SipBuildError) return undefined
    throw error
  }
}

function withoutLength(header: Uint8Array): Uint8Array {
  const lines = textOf(header).split(/\r\n(?![ \t])/)
  return Buffer.from(lines.filter((line) => !/^(?:l|content-length)[ \t]*:/i.test(line)).join('\r\n'), 'latin1')
}
