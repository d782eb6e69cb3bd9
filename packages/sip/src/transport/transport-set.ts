// Several transports as one: UDP, TCP and TLS, IPv4 and IPv6, chosen for each message (RFC 3261 §18.1.1).
import { isIP } from 'node:net'
import { SipTransportError, type SipParseError } from '../errors'
import { shown } from './hosts'
import { socketHost, type Address, type Carrier, type SentBy, type SipTransport } from './transport'

/** RFC 3261 §18.1.1 — the largest request that goes by UDP where the path's MTU is not known. */
export const MAX_UDP_REQUEST_BYTES = 1300

/**
 * Transports of one user agent. A message goes by the transport its address names, else by the first; among several of that
 * name, by one of the address's IP version; a request of more than 1300 bytes goes by TCP where UDP would carry it.
 */
export class TransportSet implements SipTransport {
  onMessage: (bytes: Uint8Array, from: Address) => void = () => undefined
  onGarbage: (bytes: Uint8Array, why: SipParseError, from: Address) => void = () => undefined
  onLost: (to: Address, why: Error) => void = () => undefined
  readonly carriers: readonly SipTransport[]
  readonly #first: SipTransport

  constructor(first: SipTransport, ...others: readonly SipTransport[]) {
    this.#first = first
    this.carriers = [first, ...others]
    for (const member of this.carriers) {
      const { transport } = member.sentBy
      member.onMessage = (bytes, from) => this.onMessage(bytes, { ...from, transport })
      member.onGarbage = (bytes, why, from) => this.onGarbage(bytes, why, { ...from, transport })
      member.onLost = (to, why) => this.onLost({ ...to, transport }, why)
    }
  }

  /** Whether the first retransmits by itself; each message has its own carrier. */
  get reliable(): boolean {
    return this.#first.reliable
  }

  /** What the first writes into Via. */
  get sentBy(): SentBy {
    return this.#first.sentBy
  }

  carrierFor(to: Address, bytes: number): Carrier | undefined {
    const named = this.#member(to)
    if (named?.sentBy.transport !== 'UDP' || bytes <= MAX_UDP_REQUEST_BYTES) return named
    // DEVIATES RFC 3261 §18.1.1: when the peer refuses the TCP connection, the request fails and is not tried by UDP again.
    return this.#member({ ...to, transport: 'TCP' }) ?? named
  }

  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void {
    const member = this.#member(to)
    if (member === undefined) throw new SipTransportError(`there is no ${to.transport ?? ''} transport to send to ${shown(to)}`)
    member.send(bytes, to, failed)
  }

  async close(): Promise<void> {
    await Promise.all(this.carriers.map((member) => member.close()))
  }

  #member(to: Address): SipTransport | undefined {
    const name = to.transport ?? this.#first.sentBy.transport
    const named = this.carriers.filter((member) => member.sentBy.transport === name)
    const version = isIP(socketHost(to.host))
    return named.find((member) => isIP(socketHost(member.sentBy.host)) === version) ?? named[0]
  }
}
