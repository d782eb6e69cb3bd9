// The sockets of the SIP/IP core: UDP for everybody, and for a SUT that speaks it TCP on the same port.
import { SipTransportError, TcpTransport, TransportSet, UdpTransport } from '@ch1/sip'
import type { Address, SipTransport, TransportName } from '@ch1/sip'
import { TestbedError } from '../testbed-error'
import { hostPort } from './address'

const TRIES = 10

/** Where the core listens. */
export interface DoorsOptions {
  readonly host: string
  /** 0: given by the system. */
  readonly port: number
  /** Listen by TCP too. */
  readonly tcp?: boolean | undefined
}

/** Binds the sockets. Throws TestbedError when the address cannot be had. */
export async function openDoors(o: DoorsOptions): Promise<SipTransport> {
  const udp = await or(o, 'UDP', () => UdpTransport.bind(o))
  if (o.tcp !== true) return udp
  for (let tried = 1, first = udp; ; tried += 1) {
    try {
      return new TransportSet(first, await TcpTransport.bind({ host: o.host, port: first.sentBy.port }))
    } catch (error) {
      const { port } = first.sentBy
      await first.close()
      // The system gave a UDP port whose TCP twin is taken: another one will do.
      if (!(error instanceof SipTransportError) || o.port !== 0 || tried === TRIES)
        throw cannotListen({ ...o, port }, 'TCP', error)
      first = await or(o, 'UDP', () => UdpTransport.bind(o))
    }
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

async function or(o: DoorsOptions, name: TransportName, bind: () => Promise<UdpTransport>): Promise<UdpTransport> {
  try {
    return await bind()
  } catch (error) {
    throw cannotListen(o, name, error)
  }
}

function cannotListen(o: DoorsOptions, name: TransportName, error: unknown): TestbedError {
  return new TestbedError({
    what: 'the SIP/IP core cannot listen',
    where: `${name} ${hostPort(o)}`,
    instead: error instanceof Error ? error.message : String(error),
    mend: 'free that address, or choose another one (port 0: any free one)',
  })
}
