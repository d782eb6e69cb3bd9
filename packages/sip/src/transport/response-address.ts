// Where a response goes, and what the server writes into Via to know it (RFC 3261 §18.2, RFC 3581 §4).
import type { SipRequest } from '../message/message'
import { splitList } from '../message/lists'
import type { Via } from '../message/via'
import { canonicalHost, withoutZone } from './hosts'
import { defaultPort, socketHost, type Address } from './transport'

/** The request with `received` and `rport` filled in its top Via where the clauses ask for them; otherwise the same object. */
export function withSource(request: SipRequest, via: Via, from: Address): SipRequest {
  const wantsPort = via.params.has('rport') && via.params.get('rport') === undefined
  // RFC 3261 §18.2.1 — received is added when sent-by is not the source; RFC 3581 §4 — and whenever rport was asked for.
  const wantsHost = wantsPort || canonicalHost(via.host) !== canonicalHost(withoutZone(from.host))
  if (!wantsHost) return request
  const [top = '', ...others] = splitList(request.header('Via') ?? '')
  const ported = wantsPort ? top.replace(/;([ \t]*)rport(?=[ \t]*(;|$))/i, `;rport=${from.port}`) : top
  const first = `${ported.replace(/;[ \t]*received[ \t]*=[^;]*/i, '')};received=${withoutZone(socketHost(from.host))}`
  return request.withFirst('Via', [first, ...others].join(', '))
}

/** RFC 3261 §18.2.2 — where the responses to a request that came from `from` go. */
export function responseAddress(via: Via, from: Address): Address {
  const port = via.port ?? defaultPort(from.transport ?? via.transport)
  // Over a stream: the connection that it came on, or when that is gone, the source at the port of sent-by.
  if (from.connection !== undefined) return { ...from, port }
  const by = from.transport === undefined ? {} : { transport: from.transport }
  const maddr = via.params.get('maddr')
  if (maddr !== undefined) return { host: maddr, port, ...by }
  // RFC 3581 §4 — with rport the response goes back to the source port.
  return { host: from.host, port: via.params.has('rport') ? from.port : port, ...by }
}
