// The core's own addresses, one for each transport and IP version it is reached by: what it writes into Via and Record-Route.
import { isIP } from 'node:net'
import type { Address, TransportName } from '@ch1/sip'
import { addressOf, hostPort, unbracketed } from './address'
import { transportOf } from './doors'

type OwnAddress = Address & { readonly transport: TransportName }

/** One own address, by what transport it is reached, and its texts, which every message needs. */
export interface Side extends OwnAddress {
  /** `host:port`, as in Via and URIs. */
  readonly at: string
  /** The same in the one spelling of {@link addressOf}. */
  readonly named: string
  /** What stands before the branch in a Via of this side: `SIP/2.0/UDP 127.0.0.1:5070`. */
  readonly sentBy: string
  /** `<sip:127.0.0.1:5070;transport=tls;lr>` */
  readonly recordRoute: string
}

/** All of them; the first is the participants'. */
export class Sides {
  readonly all: readonly Side[]
  readonly #first: Side

  constructor(first: OwnAddress, ...others: readonly OwnAddress[]) {
    this.#first = withTexts(first)
    this.all = [this.#first, ...others.map(withTexts)]
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
    if (address === undefined) return false
    const at = hostPort(addressOf(address.host, address.port))
    return this.all.some((side) => side.named === at)
  }
}

/** What the core records of itself in a request; one to a sips URI is recorded by sips URIs. RFC 3261 §16.6 step 4 */
export function recordRouteOf({ at, recordRoute }: Side, requestUri: string): string {
  // DEVIATES RFC 3261 §26.2.2: a participant is on this machine and is reached by UDP, though its side of a sips request is called sips.
  return /^sips:/i.test(requestUri) ? `<sips:${at};lr>` : recordRoute
}

function withTexts(own: OwnAddress): Side {
  const { transport } = own
  const at = hostPort(own)
  const by = transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`
  const named = hostPort(addressOf(own.host, own.port))
  return { ...own, at, named, sentBy: `SIP/2.0/${transport} ${at}`, recordRoute: `<sip:${at}${by};lr>` }
}
