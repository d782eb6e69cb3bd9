// How the controlling function speaks: by UDP, to the SIP/IP core and to nobody else, remembering what it last sent of each kind.
import { UdpTransport } from '@ch1/sip'
import type { Address, SipTransport } from '@ch1/sip'
import { isTrying, LastSent, type Resendable } from '../last-sent'
import { hostPort } from '../sip-core/address'
import { TestbedError } from '../testbed-error'

/** The transport of its user agent. */
export class CoreLink implements SipTransport {
  /** Binds the socket; port 0 lets the system choose. Throws TestbedError when the address cannot be had. */
  static async open(o: { readonly host: string; readonly port: number; readonly core: Address }): Promise<CoreLink> {
    try {
      return new CoreLink(await UdpTransport.bind(o), o.core)
    } catch (error) {
      throw new TestbedError({
        what: 'the socket of the controlling function cannot be opened',
        where: `UDP ${hostPort(o)}`,
        instead: error instanceof Error ? error.message : String(error),
        mend: 'free that address, or choose another one (port 0: any free one)',
      })
    }
  }

  readonly reliable = false
  readonly sentBy: SipTransport['sentBy']
  onMessage: (bytes: Uint8Array, from: Address) => void = () => undefined
  readonly #udp: UdpTransport
  readonly #core: Address
  readonly #lastSent = new LastSent()

  private constructor(udp: UdpTransport, core: Address) {
    this.#udp = udp
    this.#core = core
    this.sentBy = udp.sentBy
    udp.onMessage = (bytes, from) => this.onMessage(bytes, from)
  }

  /** `to` is of no account: everything goes to the core. */
  send(bytes: Uint8Array, _to: Address, failed?: (error: Error) => void): void {
    // DEVIATES RFC 3261 §17.2.1: no 100, because one who is told to be silent must not stop the SUT's timer B by it.
    if (isTrying(bytes)) return
    this.#lastSent.note(bytes)
    this.#udp.send(bytes, this.#core, failed)
  }

  /** The last message of that kind again; false when none was sent. */
  again(kind: Resendable): boolean {
    const bytes = this.#lastSent.of(kind)
    if (bytes !== undefined) this.#udp.send(bytes, this.#core)
    return bytes !== undefined
  }

  close(): Promise<void> {
    return this.#udp.close()
  }
}
