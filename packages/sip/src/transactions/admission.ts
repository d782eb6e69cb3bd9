// Whether an incoming message can be worked with at all: refused with a response, dropped as garbage, or let in.
import { createHash } from 'node:crypto'
import { SipParseError } from '../errors'
import { respond } from '../message/build'
import type { SipRequest, SipResponse } from '../message/message'
import { canonicalHost } from '../transport/hosts'
import { defaultPort, type Carrier } from '../transport/transport'

/** Why a request cannot be served, as the response to send; undefined when it can. */
export function refusalOf(request: SipRequest): SipResponse | undefined {
  // RFC 3261 §8.2 and §21.5.7 — another protocol version is answered 505.
  if (request.version.toUpperCase() !== 'SIP/2.0') return refuse(request, 505)
  // RFC 3261 §8.1.1 — these fields are mandatory in every request; §21.4.1 asks that the reason name the fault.
  const missing = ['From', 'To', 'Call-ID', 'CSeq'].find((name) => request.header(name) === undefined)
  if (missing !== undefined) return refuse(request, 400, `Missing ${missing}`)
  if (request.cseq === undefined) return refuse(request, 400, 'Malformed CSeq')
  // RFC 3261 §8.1.1.5 — the method of CSeq is the request's.
  if (request.cseq.method !== request.method) return refuse(request, 400, 'CSeq Method Differs')
  return undefined
}

/** A response without transaction; its To tag follows from the request, so that a repeat gets the same one (RFC 3261 §8.2.7). */
export function refuse(request: SipRequest, status: number, reason?: string): SipResponse {
  const seed = `${request.callId ?? ''} ${request.topVia?.params.get('branch') ?? ''}`
  return respond(request, status, reason, { toTag: createHash('sha256').update(seed).digest('hex').slice(0, 12) })
}

/** Why a response is none of ours; undefined when it may be. */
export function strangenessOf(response: SipResponse, carriers: readonly Carrier[]): SipParseError | undefined {
  const via = response.topVia
  if (via === undefined) return strange('a response without a readable Via', '§8.1.3.3', response)
  // RFC 3261 §18.1.2 — the sent-by of the top Via is our own.
  const host = canonicalHost(via.host)
  const port = via.port ?? defaultPort(via.transport)
  if (!carriers.some(({ sentBy }) => canonicalHost(sentBy.host) === host && sentBy.port === port)) {
    return strange('a response whose top Via is not ours', '§18.1.2', response)
  }
  // RFC 3261 §8.1.3.3 — more than one Via in a response to a user agent is a misrouted response.
  if (response.list('Via').length > 1) return strange('a response with more than one Via', '§8.1.3.3', response)
  if (response.cseq === undefined) return strange('a response without a readable CSeq', '§8.1.1.5', response)
  return undefined
}

function strange(what: string, clause: string, response: SipResponse): SipParseError {
  return new SipParseError(what, { offset: 0, clause: `RFC 3261 ${clause}`, near: response.header('Via') ?? response.startLine })
}
