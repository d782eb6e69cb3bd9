// Whether an incoming message can be worked with at all: refused with a response, dropped as garbage, or let in.
import { createHash } from 'node:crypto'
import { SipParseError } from '../errors'
import { answerableRequest } from '../message/answerable'
import { respond } from '../message/build'
import { nameKey } from '../message/header-fields'
import { hasEmptyPart, splitList } from '../message/lists'
import type { SipRequest, SipResponse } from '../message/message'
import { statusOfUnserved } from '../message/methods'
import { parseVia } from '../message/via'
import { canonicalHost } from '../transport/hosts'
import { responseAddress, withSource } from '../transport/response-address'
import { defaultPort, type Address, type Carrier } from '../transport/transport'
import { parseNameAddr } from '../uri/name-addr'
import { parseUri } from '../uri/sip-uri'

/** Why a request cannot be served, as the response to send; undefined when it can. */
export function refusalOf(request: SipRequest): SipResponse | undefined {
  // RFC 3261 §8.2 and §21.5.7 — another protocol version is answered 505.
  if (request.version.toUpperCase() !== 'SIP/2.0') return refuse(request, 505)
  const fault = missingOrRepeated(request) ?? faultOfCseq(request)
  if (fault === undefined) {
    const malformed = faultOfAddresses(request)
    return malformed === undefined ? undefined : refuse(request, 400, malformed)
  }
  // RFC 3261 §8.2.1 — of two faults, that the method is unknown is the more useful answer.
  if (fault === METHOD_DIFFERS && statusOfUnserved(request.method) === 501) return refuse(request, 501)
  // RFC 3261 §21.4.1 — the reason names the fault.
  return refuse(request, 400, fault)
}

/** The 400 to bytes that cannot be read as a request, when enough of them can (RFC 3261 §18.3, §21.4.1). */
export function refusalOfUnreadable(bytes: Uint8Array, why: SipParseError, from: Address): [SipResponse, Address] | undefined {
  const request = answerableRequest(bytes)
  const via = request?.topVia
  if (request === undefined || via === undefined) return undefined
  const reason = why.what.charAt(0).toUpperCase() + why.what.slice(1)
  return [refuse(withSource(request, via, from), 400, reason), responseAddress(via, from)]
}

const METHOD_DIFFERS = 'CSeq Method Differs'
const MANDATORY = ['From', 'To', 'Call-ID', 'CSeq']
const SINGLE = [...MANDATORY, 'Max-Forwards'].map((name) => [name, nameKey(name)] as const)

// RFC 3261 §8.1.1 — these fields are in every request; §7.3.1 — a field that is no list stands there once.
function missingOrRepeated({ headers }: SipRequest): string | undefined {
  for (const [name, key] of SINGLE) {
    const count = headers.reduce((n, field) => (field.key === key ? n + 1 : n), 0)
    if (count > 1) return `Multiple ${name}`
    if (count === 0 && MANDATORY.includes(name)) return `Missing ${name}`
  }
  return undefined
}

// RFC 3261 §8.1.1.5 — a number below 2³¹ and the request's own method.
function faultOfCseq({ cseq, method }: SipRequest): string | undefined {
  if (cseq === undefined) return 'Malformed CSeq'
  return cseq.method === method ? undefined : METHOD_DIFFERS
}

// RFC 3261 §20.20, §20.39, §20.42, §19.1.1 — what names the parties, the way back and the target; a Request-URI has no headers.
function faultOfAddresses(request: SipRequest): string | undefined {
  if (!isList(request, 'Via', (value) => isReadable(() => parseVia(value)))) return 'Malformed Via'
  for (const name of ['From', 'To', 'Contact']) {
    const isGood = (value: string): boolean => (name === 'Contact' && value === '*') || isReadable(() => parseNameAddr(value))
    if (!isList(request, name, isGood)) return `Malformed ${name}`
  }
  if (!isReadable(() => parseUri(request.requestUri))) return 'Malformed Request-URI'
  return parseUri(request.requestUri).headers === undefined ? undefined : 'Headers In Request-URI'
}

// RFC 3261 §25.1, RFC 4475 §3.1.2.1 — a comma parts two values and a semicolon begins a parameter; where none follows, it is a
// fault. From and To have one value.
function isList(request: SipRequest, name: string, isGood: (value: string) => boolean): boolean {
  const most = name === 'From' || name === 'To' ? 1 : Infinity
  return request.all(name).every((line) => {
    const values = splitList(line)
    return (
      !hasEmptyPart(line, ',') && values.length <= most && values.every((value) => !hasEmptyPart(value, ';') && isGood(value))
    )
  })
}

function isReadable(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (error instanceof SipParseError) return false
    throw error
  }
}

/** A response without transaction; its To tag follows from the request, so that a repeat gets the same one (RFC 3261 §8.2.7). */
export function refuse(request: SipRequest, status: number, reason?: string): SipResponse {
  const seed = `${request.callId ?? ''} ${request.topVia?.params.get('branch') ?? ''}`
  return respond(request, status, reason, { toTag: createHash('sha256').update(seed).digest('hex').slice(0, 12) })
}

/** Why a response is none of ours; undefined when it may be. One to a proxy has further Vias. */
export function strangenessOf(
  response: SipResponse,
  carriers: readonly Carrier[],
  forwards: boolean = false,
): SipParseError | undefined {
  const via = response.topVia
  if (via === undefined) return strange('a response without a readable Via', '§8.1.3.3', response)
  // RFC 3261 §18.1.2 — the sent-by of the top Via is our own.
  const host = canonicalHost(via.host)
  const port = via.port ?? defaultPort(via.transport)
  if (!carriers.some(({ sentBy }) => canonicalHost(sentBy.host) === host && sentBy.port === port)) {
    return strange('a response whose top Via is not ours', '§18.1.2', response)
  }
  // RFC 3261 §8.1.3.3 — more than one Via in a response to a user agent is a misrouted response.
  if (!forwards && response.list('Via').length > 1) return strange('a response with more than one Via', '§8.1.3.3', response)
  if (response.cseq === undefined) return strange('a response without a readable CSeq', '§8.1.1.5', response)
  return undefined
}

function strange(what: string, clause: string, response: SipResponse): SipParseError {
  return new SipParseError(what, { offset: 0, clause: `RFC 3261 ${clause}`, near: response.header('Via') ?? response.startLine })
}
