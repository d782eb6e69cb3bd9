// The core's work on Via: where a request came from, a branch that is the same for every copy of a request, and the way back of a response.
import { hash } from 'node:crypto'
import type { Address, HeaderChange, SipMessage, SipRequest, SipResponse } from '@ch1/sip'
import { addressOf } from './address'
import type { Side, Sides } from './sides'

const MAGIC_COOKIE = 'z9hG4bK'

/** RFC 3261 §18.2.1, RFC 3581 §4 — the top Via says whence the request really came, where its sender's own words do not. */
export function markReceived(request: SipRequest, from: Address): SipRequest {
  const via = request.topVia
  if (via === undefined) return request
  const asksForPort = via.params.has('rport') && via.params.get('rport') === undefined
  const hostDiffers = addressOf(via.host, undefined).host !== addressOf(from.host, undefined).host
  if (!asksForPort && !hostDiffers) return request
  const withPort = asksForPort ? via.text.replace(/;\s*rport\s*(?=;|$)/i, `;rport=${from.port}`) : via.text
  return request.withoutFirstOf('Via').prepend('Via', via.params.has('received') ? withPort : `${withPort};received=${from.host}`)
}

/**
 * RFC 3261 §16.11 — a stateless proxy derives its branch from the request as received, so that a retransmission, the CANCEL
 * and the ACK to a refusal get the branch of their INVITE. A request that went through the SUT and comes back has another top
 * Via, hence another branch (LV-24).
 */
export function branchFor(request: SipRequest): string {
  const via = request.topVia
  const received = via?.params.get('branch')
  // No value of a header field holds a line break: it was unfolded.
  const seed =
    via !== undefined && received?.startsWith(MAGIC_COOKIE) === true
      ? ['rfc3261', received, via.host.toLowerCase(), String(via.port ?? '')]
      : [
          'rfc2543',
          via?.text ?? '',
          request.toTag ?? '',
          request.fromTag ?? '',
          request.callId ?? '',
          String(request.cseq?.number ?? ''),
          request.requestUri,
        ]
  return MAGIC_COOKIE + hash('sha256', seed.join('\n'), 'hex').slice(0, 32)
}

/**
 * The core's own Via on top, of the side the request leaves by. `connection` is the one it came on:
 * RFC 3261 §18.2.2 — there its response goes back.
 */
export function ownVia(side: Side, branch: string, connection: number | undefined): HeaderChange {
  const back = connection === undefined ? '' : `;conn=${connection}`
  return ['prepend', 'Via', `${side.sentBy};branch=${branch}${back}`]
}

/** Whether the top Via is the core's own, as it must be in a response that is to be forwarded. */
export function isOwnVia(message: SipMessage, sides: Sides): boolean {
  const via = message.topVia
  return via !== undefined && sides.isOwn(addressOf(via.host, via.port, via.transport === 'TLS'))
}

/** RFC 3261 §18.2.2, RFC 3581 §4 — where the response goes by its top Via: `received` and `rport` before the sent-by. */
export function wayBack(message: SipMessage): Address | undefined {
  const via = message.topVia
  if (via === undefined) return undefined
  const rport = Number(via.params.get('rport') ?? '')
  const { transport } = via
  const address = addressOf(
    via.params.get('received') ?? via.host,
    Number.isInteger(rport) && rport > 0 && rport < 65_536 ? rport : via.port,
    transport === 'TLS',
  )
  return transport === 'TCP' || transport === 'TLS' ? { ...address, transport } : address
}

/** With the connection on which the request of this response came, as the core's own Via remembers it. */
export function byConnection(to: Address, response: SipResponse): Address {
  const connection = Number(response.topVia?.params.get('conn') ?? NaN)
  return Number.isSafeInteger(connection) ? { ...to, connection } : to
}

/** A To tag that is the same for every copy of a request: the core keeps no state from which to repeat its own answers. */
export function tagFor(request: SipRequest): string {
  return branchFor(request).slice(MAGIC_COOKIE.length, MAGIC_COOKIE.length + 12)
}

/** RFC 3261 §16.7 — the response without the core's Via. */
export function withoutOwnVia(response: SipResponse): SipResponse {
  return response.withoutFirstOf('Via')
}
