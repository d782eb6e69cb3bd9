// Hosts and ports as SIP writes them: brackets round IPv6, 5060 when no port is given, letters in any case.
import { isIP, isIPv6 } from 'node:net'
import { parseNameAddr, parseUri } from '@ch1/sip'
import type { Address } from '@ch1/sip'

/** RFC 3261 §19.1.2 — the port where none is named: of a sip URI, and of TLS or a sips URI. */
const DEFAULT_PORT = { plain: 5060, tls: 5061 } as const

/** `host:port`, IPv6 hosts in brackets: the form of flows, Via sent-by and URIs. */
export function hostPort(address: Address): string {
  return `${bracketed(address.host)}:${address.port}`
}

/**
 * An address with its host unbracketed, in lower case, an IPv6 one in its shortest form, so that two spellings of one place are equal;
 * without a port the default one.
 */
export function addressOf(host: string, port: number | undefined, isTls = false): Address {
  const bare = unbracketed(host).toLowerCase()
  return { host: bare.includes(':') ? shortest(bare) : bare, port: port ?? DEFAULT_PORT[isTls ? 'tls' : 'plain'] }
}

/** The host and port a URI names, default port filled in. Throws SipParseError for what is no URI; undefined for a URI without a host (tel:). */
export function addressOfUri(uri: string): Address | undefined {
  const { scheme, host, port, params } = parseUri(uri)
  if (scheme === 'sips') return addressOf(host, port, true)
  return scheme === 'sip' ? addressOf(host, port, params.get('transport')?.toLowerCase() === 'tls') : undefined
}

/** The host and port of the URI in a Route, Record-Route or Contact value. */
export function addressOfNameAddr(value: string): Address | undefined {
  return addressOfUri(parseNameAddr(value).uri)
}

/** Whether a message can be sent there without asking a name server: a literal IP that is no wildcard, and a port a datagram can have. */
export function isReachableLiteral(address: Address): boolean {
  const host = unbracketed(address.host)
  return isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::' && address.port > 0 && address.port < 65_536
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

/** RFC 5952 §4 — of the many spellings of an IPv6 address the one that URLs have; what is no address stays as it is. */
function shortest(host: string): string {
  return isIPv6(host) && !host.includes('%') ? unbracketed(new URL(`http://[${host}]/`).hostname) : host
}

/** A host without the brackets of an IPv6 address. */
export function unbracketed(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}
