// The core's own addresses, one for each transport and IP version it is reached by: what it writes into Via and Record-Route.
import { isIP } from 'node:net'
import type { Address, TransportName } from '@ch1/sip'
import { hostPort, sameAddress, unbracketed } from './address'
import { transportOf } from './doors'

/** One own address, and by what transport it is reached. */
export interface Side extends Address {
  readonly transport: TransportName
}

/** All of them; the first is the participants'. */
export class Sides {
  readonly all: readonly Side[]
  readonly #first: Side

  constructor(first: Side, ...others: readonly Side[]) {
    this.#first = first
    this.all = [first, ...others]
  }

  /** The one through which messages go there and come from there: of the same transport, and of the same IP version where there is one. */
  towards(there: Address): Side {
    if (this.all.length === 1) return this.#first
    const transport = transportOf(there)
    const version = isIP(unbracketed(there.host))
    let named: Side | undefined
    for (const side of this.all) {
      if (side.transport !== transport) continue
      if (version === 0 || isIP(unbracketed(side.host)) === version) return side
      named ??= side
    }
    return named ?? this.#first
  }

  /** Whether an address is the core's own, by whatever transport. */
  isOwn(address: Address | undefined): boolean {
    return this.all.some((side) => sameAddress(address, side))
  }
}

/** `<sip:127.0.0.1:5070;transport=tls;lr>`; a request to a sips URI is recorded by sips URIs. RFC 3261 §16.6 step 4 */
export function recordRouteOf(side: Side, requestUri: string): string {
  // DEVIATES RFC 3261 §26.2.2: a participant is on this machine and is reached by UDP, though its side of a sips request is called sips.
  if (/^sips:/i.test(requestUri)) return `<sips:${hostPort(side)};lr>`
  return `<sip:${hostPort(side)}${side.transport === 'UDP' ? '' : `;transport=${side.transport.toLowerCase()}`};lr>`
}
