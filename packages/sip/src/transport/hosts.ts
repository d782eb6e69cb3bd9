// Hosts as sockets tell them and as messages write them: one address, several spellings.
import { isIPv6 } from 'node:net'
import { socketHost, uriHost, type Address } from './transport'

/** The other end of a socket as we name it: an IPv4 peer of an IPv6 socket is IPv4. */
export function plainHost(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

/** A host without the zone of an IPv6 address, which means nothing to others. */
export function withoutZone(host: string): string {
  return host.replace(/%.*$/, '')
}

/** One spelling for each host: lower case, no brackets, IPv6 addresses shortened (RFC 5952). */
export function canonicalHost(host: string): string {
  const bare = plainHost(socketHost(host).toLowerCase())
  return isIPv6(bare) && !bare.includes('%') ? socketHost(new URL(`http://[${bare}]/`).hostname) : bare
}

/** `TCP 127.0.0.1:5060`, `[::1]:5060`: an address in messages to people. */
export function shown(to: Address): string {
  return `${to.transport === undefined ? '' : `${to.transport} `}${uriHost(to.host)}:${to.port}`
}

/** Whether there can be a socket of this port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535
}
