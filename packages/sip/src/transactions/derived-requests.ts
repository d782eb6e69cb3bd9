// Requests that a transaction makes out of its INVITE: the ACK to a refusal and the CANCEL.
import type { HeaderList } from '../message/header-fields'
import { buildRequest } from '../message/build'
import type { SipRequest, SipResponse } from '../message/message'

/** RFC 3261 §17.1.1.3 — the ACK to a 300–699: the INVITE's top Via, Route and numbers, the To of the response. */
export function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  return derived(invite, 'ACK', response.header('To') ?? invite.header('To'))
}

/** RFC 3261 §9.1 — the CANCEL: as the INVITE it cancels, with that one Via and without what asks for extensions. */
export function cancelFor(invite: SipRequest): SipRequest {
  return derived(invite, 'CANCEL', invite.header('To'))
}

function derived(invite: SipRequest, method: string, to: string | undefined): SipRequest {
  const headers: HeaderList = [
    ['Via', invite.list('Via')[0] ?? ''],
    ['Max-Forwards', '70'],
    ['From', invite.header('From') ?? ''],
    ['To', to ?? ''],
    ['Call-ID', invite.callId ?? ''],
    ['CSeq', `${invite.cseq?.number ?? 0} ${method}`],
    ...invite.all('Route').map((route) => ['Route', route] as const),
  ]
  return buildRequest({ method, uri: invite.requestUri, headers })
}
