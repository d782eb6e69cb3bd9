// Credentials that a request carries, for the ACK that must repeat them (RFC 3261 §22.1).
import type { HeaderList } from '../message/header-fields'
import type { SipRequest } from '../message/message'

/** The Authorization and Proxy-Authorization lines of a request. */
export function credentialsOf(request: SipRequest): HeaderList {
  return (['Authorization', 'Proxy-Authorization'] as const).flatMap((name) =>
    request.all(name).map((value) => [name, value] as const),
  )
}
