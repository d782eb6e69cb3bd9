// The election between two connections that two peers opened to each other at once (RFC 6733 §5.6.4).

/**
 * Whether the connection that was received stays, and the one initiated here is closed: true when the local Origin-Host succeeds the
 * received one. Octets are compared, letters without regard to case. Equal names never win: a node does not talk to itself.
 */
export function winsElection(localHost: string, receivedHost: string): boolean {
  return Buffer.compare(octets(localHost), octets(receivedHost)) > 0
}

/** Whether two Origin-Hosts name the same node (RFC 6733 §4.3.1: a DiameterIdentity is a domain name). */
export function isSameHost(one: string, other: string): boolean {
  return Buffer.compare(octets(one), octets(other)) === 0
}

/** One spelling for all that name the same node. */
export function hostKey(originHost: string): string {
  return originHost.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

// RFC 6733 §5.6.4 — `a` to `z` compare equal to `A` to `Z`; other octets as they are.
function octets(originHost: string): Buffer {
  return Buffer.from(hostKey(originHost), 'utf8')
}
