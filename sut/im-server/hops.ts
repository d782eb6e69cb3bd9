// What every element on the way of a request does, proxy, B2BUA or focus: counts it down, and takes its own Route off.
import { parseNameAddr, parseUri, type HeaderList, type SipRequest } from '@ch1/sip'

const USUAL_HOPS = 70

/** A place in URIs: host as URIs write it, and port. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** RFC 3261 §16.6 step 3 — Max-Forwards one lower; undefined when it is used up or no number (§16.3: 483, 400). */
export function countedDown(request: SipRequest): { readonly hops: number } | { readonly status: 400 | 483 } {
  const text = request.header('Max-Forwards')?.trim()
  if (text === undefined) return { hops: USUAL_HOPS }
  if (!/^\d{1,3}$/.test(text)) return { status: 400 }
  return text === '0' ? { status: 483 } : { hops: Number(text) - 1 }
}

/** The header for the request passed on. */
export function maxForwards(hops: number): HeaderList {
  return [['Max-Forwards', String(hops)]]
}

/** RFC 3261 §16.4 — without the Route values that name this element, as many as stand on top. */
export function withoutOwnRoutes(request: SipRequest, own: Place): SipRequest {
  let rest = request
  for (const route of request.list('Route')) {
    if (!names(parseNameAddr(route).uri, own)) break
    rest = rest.withoutFirstOf('Route')
  }
  return rest
}

/** Whether a URI's host and port are this place; no name is resolved. */
export function names(uri: string, { host, port }: Place): boolean {
  const named = parseUri(uri)
  return named.host.toLowerCase() === host.toLowerCase() && (named.port ?? 5060) === port
}
