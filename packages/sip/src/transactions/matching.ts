// Which transaction a message belongs to (RFC 3261 §17.1.3, §17.2.3).
import type { SipRequest, SipResponse } from '../message/message'

/** RFC 3261 §8.1.1.7 — how the branch of every request begins whose sender knows RFC 3261. */
export const COOKIE = 'z9hG4bK'

/** The key of a client transaction: branch and method. */
export function clientKey(branch: string, method: string): string {
  return `${branch} ${method}`
}

/** The key under which a response finds its client transaction; undefined when Via or CSeq cannot be read. */
export function clientKeyOf(response: SipResponse): string | undefined {
  const branch = response.topVia?.params.get('branch')
  const method = response.cseq?.method
  return branch === undefined || method === undefined ? undefined : clientKey(branch, method)
}

/**
 * The key of a server transaction: branch, sent-by and method, where an ACK (and with `method`, a CANCEL) finds its INVITE.
 * Without the magic cookie of RFC 3261 the sender is older, and the fields of §17.2.3's second half are compared.
 */
export function serverKey(request: SipRequest, method = request.method): string {
  const wanted = method === 'ACK' ? 'INVITE' : method
  const via = request.topVia
  const branch = via?.params.get('branch')
  // RFC 3261 §8.1.1.7 — the cookie alone identifies nothing, and all requests of such a sender would be one.
  if (via !== undefined && branch !== undefined && branch.length > COOKIE.length && branch.startsWith(COOKIE)) {
    return `${branch} ${via.host.toLowerCase()}:${via.port ?? 5060} ${wanted}`
  }
  const number = request.cseq?.number ?? 0
  return `old ${via?.text ?? ''} ${request.requestUri} ${request.callId ?? ''} ${request.fromTag ?? ''} ${number} ${wanted}`
}
