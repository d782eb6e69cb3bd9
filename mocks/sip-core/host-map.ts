// The profile's host map: where the domain names in a SUT's URIs are, since the core asks no name server.
import { isIP } from 'node:net'
import type { Address } from '@ch1/sip'
import { addressOf } from './address'

/** Domain names with the places they stand for: an IP address, or one with a port (IPv6 in brackets then). */
export type HostMap = ReadonlyMap<string, string>

/** A map whose names are found in any letter case. */
export function hostMap(hosts: Readonly<Record<string, string>>): HostMap {
  return new Map(Object.entries(hosts).map(([name, place]) => [name.toLowerCase(), place]))
}

/** The address a name stands for; undefined for a name that is not in the map. A place without a port keeps the port the URI named. */
export function placeOf(named: Address, hosts: HostMap): Address | undefined {
  const place = hosts.get(named.host.toLowerCase())
  if (place === undefined) return undefined
  if (isIP(place) !== 0) return addressOf(place, named.port)
  const [, host = place, port] = /^(.*):(\d{1,5})$/.exec(place) ?? []
  return addressOf(host, port === undefined ? named.port : Number(port))
}

/** The same address, its name replaced where the map knows it. */
export function placed(named: Address | undefined, hosts: HostMap): Address | undefined {
  return named && (placeOf(named, hosts) ?? named)
}
