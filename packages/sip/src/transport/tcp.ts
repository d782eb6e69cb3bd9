// SIP over TCP (RFC 3261 §18): connections of bare sockets.
import { connect, createServer } from 'node:net'
import { StreamTransport, type StreamOptions, type StreamSockets } from './stream-transport'

const TCP: StreamSockets = {
  name: 'TCP',
  opensWith: 'connect',
  connect: ({ host, port }) => connect({ host, port }),
  server: (_limits, on) => createServer((socket) => on.accepted(socket)),
}

/** A TCP listener and its connections as a SIP transport. */
export class TcpTransport extends StreamTransport {
  private constructor(o: StreamOptions) {
    super(TCP, o)
  }

  /** Listens; rejects with {@link SipTransportError} naming the address. */
  static override async bind(o: StreamOptions): Promise<TcpTransport> {
    const transport = new TcpTransport(o)
    await transport.listen(o)
    return transport
  }
}
