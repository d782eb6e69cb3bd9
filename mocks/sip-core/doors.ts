// The sockets of the SIP/IP core: UDP for everybody, and for a SUT that speaks it TCP or TLS on the same port.
import { isIPv6 } from 'node:net'
import { SipTransportError, TcpTransport, TlsTransport, TransportSet, UdpTransport } from '@ch1/sip'
import type { Address, SipTransport, TlsOptions, TransportName } from '@ch1/sip'
import { TestbedError } from '../testbed-error'
import { hostPort, unbracketed } from './address'

const TRIES = 10
/** Where participants find the core when the SUT's side of it speaks IPv6: they are on this machine, and speak IPv4. */
const PARTICIPANTS_HOST = '127.0.0.1'

/** Where the core listens. */
export interface DoorsOptions {
  readonly host: string
  /** 0: given by the system. */
  readonly port: number
  /** Listen by TCP too. */
  readonly tcp?: boolean | undefined
  /** Listen by TLS, and call by it: with this key and certificate. */
  readonly tls?: TlsOptions | undefined
}

/** The open sockets, and their addresses. */
export interface Doors {
  /** Told of faults that belong to no message: a TLS handshake that failed, say. */
  onError: (error: Error) => void
  readonly transport: SipTransport
  /** The participants' first; then the SUT's, where it is another one. */
  readonly addresses: readonly [Address & { transport: TransportName }, ...(Address & { transport: TransportName })[]]
}

/** Binds the sockets. Throws TestbedError when an address cannot be had, or key and certificate are none. */
export async function openDoors(o: DoorsOptions): Promise<Doors> {
  const open: (UdpTransport | TcpTransport | TlsTransport)[] = []
  try {
    open.push(...(await towardsSut(o)))
    const host = unbracketed(o.host)
    if (isIPv6(host)) open.unshift(await udp({ host: PARTICIPANTS_HOST, port: 0 }))
    const addresses = open.map(({ sentBy: { transport, host: at, port } }) => ({ transport, host: unbracketed(at), port }))
    const [first, ...others] = addresses
    const [transport, ...more] = open
    if (first === undefined || transport === undefined) throw new Error('no socket was opened')
    const doors: Doors = {
      onError: () => undefined,
      transport: more.length === 0 ? transport : new TransportSet(transport, ...more),
      addresses: [first, ...others],
    }
    for (const one of open) if (one.reliable) one.onError = (error) => doors.onError(error)
    return doors
  } catch (error) {
    for (const one of open) await one.close()
    throw error
  }
}

/** By what transport an address is reached: UDP where nothing else is said. */
export function transportOf(address: Address): TransportName {
  return address.transport ?? 'UDP'
}

/** Whether what goes there goes by a connection: it is not lost, doubled or reordered, and its port is nobody's name. */
export function isStream(address: Address): boolean {
  return transportOf(address) !== 'UDP'
}

async function towardsSut(o: DoorsOptions): Promise<readonly (UdpTransport | TcpTransport | TlsTransport)[]> {
  const name = o.tls !== undefined ? 'TLS' : o.tcp === true ? 'TCP' : undefined
  for (let tried = 1; ; tried += 1) {
    const first = await udp(o)
    if (name === undefined) return [first]
    const { port } = first.sentBy
    try {
      return [first, await stream({ ...o, port })]
    } catch (error) {
      await first.close()
      // The system gave a UDP port whose TCP twin is taken: another one will do. A key that is none is none on every port.
      const another = error instanceof SipTransportError && o.port === 0 && tried < TRIES && /EADDRINUSE/.test(error.message)
      if (!another) throw cannotListen({ ...o, port }, name, error)
    }
  }
}

function stream({ host, port, tls }: DoorsOptions): Promise<TcpTransport | TlsTransport> {
  return tls === undefined ? TcpTransport.bind({ host, port }) : TlsTransport.bind({ host, port, tls })
}

async function udp(o: { readonly host: string; readonly port: number }): Promise<UdpTransport> {
  try {
    return await UdpTransport.bind({ host: o.host, port: o.port })
  } catch (error) {
    throw cannotListen(o, 'UDP', error)
  }
}

function cannotListen(o: { readonly host: string; readonly port: number }, name: TransportName, error: unknown): TestbedError {
  const said = error instanceof Error ? error.message : String(error)
  return new TestbedError({
    what: 'the SIP/IP core cannot listen',
    where: `${name} ${hostPort(o)}`,
    instead: said,
    mend: /key and certificate/.test(said)
      ? 'give a PEM key and the certificate that belongs to it (addresses.tls of the profile)'
      : 'free that address, or choose another one (port 0: any free one)',
  })
}
