// SIP over UDP (RFC 3261 §18): one message a datagram, one socket for sending and receiving.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { lookup as lookUp, type LookupOneOptions } from 'node:dns'
import { isIP, isIPv4 } from 'node:net'
import { SipTransportError } from '../errors'
import { isPort, plainHost } from './hosts'
import { socketHost, uriHost, type Address, type SipTransport } from './transport'

const RECEIVE_BUFFER_BYTES = 1 << 20

/** A bound UDP socket as a SIP transport. */
export class UdpTransport implements SipTransport {
  readonly reliable = false
  readonly sentBy: { readonly transport: 'UDP'; readonly host: string; readonly port: number }
  onMessage: (bytes: Uint8Array, from: Address) => void = () => undefined
  /** Faults of the socket itself, which belong to no message; it stays usable. */
  onError: ((error: Error) => void) | undefined
  readonly #socket: Socket
  readonly #isIpv6: boolean
  #closed = false

  private constructor(socket: Socket, advertised: string) {
    this.#socket = socket
    this.#isIpv6 = socket.address().family === 'IPv6'
    this.sentBy = { transport: 'UDP', host: uriHost(advertised), port: socket.address().port }
    socket.on('message', (bytes, from) => {
      if (!this.#closed) this.onMessage(bytes, { host: plainHost(from.address), port: from.port })
    })
    socket.on('error', (error) => this.onError?.(error))
  }

  /**
   * Binds a socket; port 0 lets the system choose. `advertise` is the host written into Via when it is not the one bound
   * (a wildcard address, say). Rejects with {@link SipTransportError} naming the address.
   */
  static async bind(o: { readonly host: string; readonly port: number; readonly advertise?: string }): Promise<UdpTransport> {
    const host = socketHost(o.host)
    const socket = createSocket({
      type: host.includes(':') ? 'udp6' : 'udp4',
      recvBufferSize: RECEIVE_BUFFER_BYTES,
      lookup: literalFirst,
    })
    try {
      const listening = once(socket, 'listening')
      socket.bind(o.port, host)
      await listening
    } catch (cause) {
      socket.close()
      throw new SipTransportError(
        `cannot bind UDP ${uriHost(host)}:${o.port}: ${messageOf(cause)}; choose another address or port`,
        { cause },
      )
    }
    return new UdpTransport(socket, o.advertise ?? host)
  }

  // DEVIATES RFC 3261 §18.1.1: alone, it also carries requests above 1300 bytes; a TransportSet with TCP in it does not give them to it.
  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void {
    if (this.#closed) throw new SipTransportError('this UDP socket is closed')
    if (!isPort(to.port)) {
      throw new SipTransportError(`no UDP port: ${to.host}:${to.port}`)
    }
    this.#socket.send(bytes, to.port, this.#reachable(socketHost(to.host)), (error) => {
      if (error !== null && !this.#closed) failed?.(error)
    })
  }

  // An IPv6 socket on a wildcard address reaches IPv4 hosts as mapped addresses (RFC 4291 §2.5.5.2).
  #reachable(host: string): string {
    return this.#isIpv6 && isIPv4(host) ? `::ffff:${host}` : host
  }

  /** Closes the socket; a second call waits for the first. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }
}

/** An address is its own answer, at once: Node would ask its resolver for every datagram, and send in a later turn. */
function literalFirst(
  host: string,
  o: LookupOneOptions,
  done: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  const version = isIP(host)
  if (version === 0) lookUp(host, o, done)
  else done(null, host, version)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
