// Hosts and ports as SIP writes them: brackets round IPv6, 5060 when no port is given, letters in any case.
import { isIP } from 'node:net'
import { parseNameAddr, parseUri } from '@ch1/sip'
import type { Address } from '@ch1/sip'

/** RFC 3261 §19.1.2 — the port of a sip URI over UDP that names none. */
export const DEFAULT_SIP_PORT = 5060

/** `host:port`, IPv6 hosts in brackets: the form of flows, Via sent-by and URIs. */
export function hostPort(address: Address): string {
  return `${bracketed(address.host)}:${address.port}`
}

/** An address with its host unbracketed and in lower case, so that two spellings of one place are equal. */
export function addressOf(host: string, port: number | undefined): Address {
  return { host: unbracketed(host).toLowerCase(), port: port ?? DEFAULT_SIP_PORT }
}

/** The host and port a URI names, default port filled in. Throws SipParseError for what is no URI; undefined for a URI without a host (tel:). */
export function addressOfUri(uri: string): Address | undefined {
  const { scheme, host, port } = parseUri(uri)
  return scheme === 'sip' || scheme === 'sips' ? addressOf(host, port) : undefined
}

/** The host and port of the URI in a Route, Record-Route or Contact value. */
export function addressOfNameAddr(value: string): Address | undefined {
  return addressOfUri(parseNameAddr(value).uri)
}

/** Whether both name the same host and port, letter case and brackets aside. No name is ever resolved. */
export function sameAddress(a: Address | undefined, b: Address | undefined): boolean {
  return a !== undefined && b !== undefined && hostPort(addressOf(a.host, a.port)) === hostPort(addressOf(b.host, b.port))
}

/** Whether a message can be sent there without asking a name server: a literal IP that is no wildcard, and a port a datagram can have. */
export function isReachableLiteral(address: Address): boolean {
  const host = unbracketed(address.host)
  return isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::' && address.port > 0 && address.port < 65_536
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

function unbracketed(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}
