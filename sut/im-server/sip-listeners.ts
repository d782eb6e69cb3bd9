// Where the server takes SIP: one transport or several, and the Contact by which each peer reaches it.
import {
  TcpTransport,
  TlsTransport,
  TransportSet,
  UdpTransport,
  socketHost,
  uriHost,
  type Address,
  type Carrier,
  type SipTransport,
  type TlsOptions,
} from '@ch1/sip'
import { isIP } from 'node:net'
import { SutError } from '../adapter'

/** Binds every address, UDP where none names its transport. @throws SutError for the first that cannot be bound; nothing then stays open */
export async function listen(addresses: readonly Address[], tls: TlsOptions | undefined): Promise<SipTransport> {
  const bound: SipTransport[] = []
  try {
    for (const address of addresses) bound.push(await bind(address, tls))
  } catch (error) {
    await Promise.all(bound.map((one) => one.close()))
    throw error
  }
  const [first, ...others] = bound
  if (!first) throw new SutError('no address for SIP is named', '--sip', 'Give at least one HOST:PORT.')
  return others.length === 0 ? first : new TransportSet(first, ...others)
}

/** The listeners of a transport, the first one first. */
export function listenersOf(transport: SipTransport): readonly Carrier[] {
  return transport.carriers ?? [transport]
}

/** `host:port;transport=…` of the listener that a peer there is to call. @param host instead of the one bound */
export function reachableAt(transport: SipTransport, peer: Address, host?: string): string {
  const all = listenersOf(transport)
  const named = all.filter(({ sentBy }) => sentBy.transport === (peer.transport ?? all[0]?.sentBy.transport))
  const version = isIP(socketHost(peer.host))
  const { sentBy } = named.find((one) => isIP(socketHost(one.sentBy.host)) === version) ?? named[0] ?? transport
  const by = sentBy.transport === 'UDP' ? '' : `;transport=${sentBy.transport.toLowerCase()}`
  return `${uriHost(host ?? sentBy.host)}:${sentBy.port}${by}`
}

async function bind(at: Address, tls: TlsOptions | undefined): Promise<SipTransport> {
  const { host, port } = at
  if (at.transport === 'TLS' && !tls)
    throw new SutError('SIP over TLS needs a key and a certificate', `${host}:${port}`, 'Give --sip-tls-key and --sip-tls-cert.')
  try {
    if (at.transport === 'TLS' && tls) return await TlsTransport.bind({ host, port, tls })
    return at.transport === 'TCP' ? await TcpTransport.bind({ host, port }) : await UdpTransport.bind({ host, port })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SutError(`SIP cannot be taken: ${why}`, `${host}:${port}`, 'Choose a free port, or 0.', { cause: error })
  }
}
