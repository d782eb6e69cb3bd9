// What an answer repeats of its request, octet by octet.
import { APPLICATION, COMMAND } from '../commands'
import type { FlatMessage } from '../flat/flat-message'
import type { RawAvp } from '../message'

const SESSION_ID = 263
const PROXY_INFO = 284
const RECORD_TYPE = 480
const RECORD_NUMBER = 485
const LAST_RECORD_TYPE = 4

/** RFC 6733 §6.2 — Session-Id, if the request has one that can be read. */
export function sessionOf(request: FlatMessage): readonly RawAvp[] {
  return asItCame(request, request.find(SESSION_ID, 0))
}

/** RFC 6733 §6.2 — every Proxy-Info, in the order of the request. */
export function proxyInfosOf(request: FlatMessage): readonly RawAvp[] {
  const infos: RawAvp[] = []
  for (let i = 0; i < request.count; i = request.endAt(i)) {
    if (request.codeAt(i) === PROXY_INFO && request.vendorAt(i) === 0) infos.push(...asItCame(request, i))
  }
  return infos
}

/** Accounting-Record-Type and -Number as an ACA repeats them; undefined when the request lacks one, or has one that says nothing legal. */
export function accountingOf(request: FlatMessage): readonly RawAvp[] | undefined {
  const type = request.find(RECORD_TYPE, 0)
  const number = request.find(RECORD_NUMBER, 0)
  if (type < 0 || number < 0 || !request.isReadable(type) || !request.isReadable(number)) return undefined
  const kind = request.u32(type)
  if (kind === undefined || kind < 1 || kind > LAST_RECORD_TYPE || request.u32(number) === undefined) return undefined
  return [...asItCame(request, type), ...asItCame(request, number)]
}

/** Whether the request is an accounting request of base accounting (application 3). */
export function isBaseAccounting(request: FlatMessage): boolean {
  return request.commandCode === COMMAND.accounting && request.applicationId === APPLICATION.accounting
}

// With the flags the specification wants, whatever the request's said: M, and nothing reserved.
function asItCame(request: FlatMessage, index: number): readonly RawAvp[] {
  if (index < 0 || !request.isReadable(index)) return []
  return [{ code: request.codeAt(index), vendorId: 0, flags: MANDATORY, data: request.data(index) }]
}

const MANDATORY = 0x40
