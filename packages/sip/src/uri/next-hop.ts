// Where a request goes first (RFC 3261 §8.1.2, §12.2.1.1): by a route's URI, or by its target.
import { SipParseError } from '../errors'
import type { SipRequest } from '../message/message'
import { defaultPort, socketHost, type Address, type TransportName } from '../transport/transport'
import { parseNameAddr } from './name-addr'
import { parseUri } from './sip-uri'

const TRANSPORTS: Readonly<Record<string, TransportName>> = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' }

/**
 * RFC 3261 §19.1.2 — the address a sip or sips URI names: maddr or host, its transport when it tells one, and its port or
 * 5060, 5061 for TLS. Throws {@link SipParseError}.
 */
export function addressOf(uri: string): Address {
  const { host, port, params, scheme } = parseUri(uri)
  if (host === '')
    throw new SipParseError(`a ${scheme} URI names no host to send to`, { offset: 0, clause: 'RFC 3261 §8.1.2', near: uri })
  // RFC 3261 §26.2.2 — a sips URI is reached by TLS, whatever its transport parameter.
  const transport = scheme === 'sips' ? 'TLS' : TRANSPORTS[params.get('transport')?.toLowerCase() ?? '']
  return {
    host: socketHost(params.get('maddr') ?? host),
    port: port ?? defaultPort(transport),
    ...(transport === undefined ? {} : { transport }),
  }
}

/** The next hop of a request as it stands: its first Route when that is a loose router, else its Request-URI. Throws {@link SipParseError}. */
export function nextHop(request: SipRequest): Address {
  const route = request.list('Route')[0]
  return route !== undefined && isLooseRoute(route) ? addressOf(parseNameAddr(route).uri) : addressOf(request.requestUri)
}

/** Whether a Route value names a loose router, `;lr` (RFC 3261 §16.4); what cannot be read is taken for one. */
export function isLooseRoute(route: string): boolean {
  try {
    return parseUri(parseNameAddr(route).uri).params.has('lr')
  } catch (error) {
    if (error instanceof SipParseError) return true
    throw error
  }
}
