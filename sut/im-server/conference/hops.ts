// Max-Forwards of what the server passes on: a request that comes round again and again comes to an end (RFC 3261 §16.3, §8.1.1.6).
import type { HeaderList, SipRequest } from '@ch1/sip'

/** The header for the request passed on; undefined: it has been passed on often enough, 483. */
export function oneHopLess(request: SipRequest): HeaderList | undefined {
  const value = request.header('Max-Forwards') ?? '70'
  const left = /^\d{1,3}$/.test(value) ? Number(value) : 70
  return left === 0 ? undefined : [['Max-Forwards', String(left - 1)]]
}
