// Peers for tests over TCP: identities, a log of what the hooks tell, and a bare connection that does only what it is told.
import { connect, type Socket } from 'node:net'
import {
  decodeMessage,
  encodeMessage,
  MessageFramer,
  type AvpInput,
  type DiameterMessage,
  type Identity,
  type PeerEvents,
} from '@ch1/diameter'

/** A node that does accounting. */
export function identity(originHost: string): Identity {
  return {
    originHost,
    originRealm: 'example',
    productName: 'test',
    vendorId: 0,
    supportedVendorIds: [10415],
    acctApplicationIds: [3],
  }
}

/** What the hooks told, as short lines, and a way to wait for one. */
export class EventLog implements PeerEvents {
  readonly lines: string[] = []
  readonly #waiting = new Set<() => void>()

  wire(dir: 'in' | 'out', bytes: Uint8Array): void {
    const { commandCode, request } = decodeMessage(bytes)
    this.#add(`${dir} ${commandCode} ${request ? 'request' : 'answer'}`)
  }

  state(state: string, _link: unknown, why = ''): void {
    this.#add(`${state} ${why}`.trimEnd())
  }

  garbage(bytes: Uint8Array, why: Error): void {
    this.#add(`garbage ${Buffer.from(bytes).toString('latin1')} ${why.message.split('\n')[0] ?? ''}`)
  }

  /** Resolves when `count` lines begin with `start`; rejects after five seconds. */
  async until(start: string, count = 1): Promise<string> {
    const found = (): readonly string[] => this.lines.filter((line) => line.startsWith(start))
    const deadline = Date.now() + 5000
    while (found().length < count) {
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`"${start}" did not come ${count} times; there were:\n${this.lines.join('\n')}`)
      await this.#change(left)
    }
    return found()[count - 1] ?? ''
  }

  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#waiting.add(done)
    })
  }

  #add(line: string): void {
    this.lines.push(line)
    for (const wake of [...this.#waiting]) wake()
  }
}

/** A TCP connection without any Diameter manners. */
export class BarePeer {
  readonly socket: Socket
  /** Resolves with `FIN`, or the error's code, when the connection is gone. */
  readonly closed: Promise<string>
  readonly #framer = new MessageFramer()
  readonly #messages: DiameterMessage[] = []
  #wake = (): void => undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      for (const bytes of this.#framer.push(chunk)) this.#messages.push(decodeMessage(bytes))
      this.#wake()
    })
    this.closed = new Promise((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
      socket.once('close', () => resolve('FIN'))
    })
    void this.closed.then(() => this.#wake())
  }

  /** A connection, nothing said. */
  static connect(port: number): Promise<BarePeer> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port }, () => resolve(new BarePeer(socket)))
      socket.once('error', reject)
    })
  }

  /** A connection with capabilities exchanged. */
  static async open(port: number): Promise<BarePeer> {
    const peer = await BarePeer.connect(port)
    peer.request(257, [['Acct-Application-Id', 3]])
    await peer.next()
    return peer
  }

  /** Sends a request of the base protocol, or of accounting. */
  request(commandCode: number, avps: readonly AvpInput[] = []): void {
    this.socket.write(this.encode(commandCode, avps))
  }

  /** The bytes of such a request; its identifiers are 7. */
  encode(commandCode: number, avps: readonly AvpInput[] = []): Uint8Array {
    const applicationId = commandCode === 271 ? 3 : 0
    const origin: readonly AvpInput[] = [
      ['Origin-Host', 'bare.example'],
      ['Origin-Realm', 'example'],
    ]
    return encodeMessage({ commandCode, applicationId, request: true, hopByHop: 7, endToEnd: 7, avps: [...origin, ...avps] })
  }

  /** The next message that comes; rejects when the connection ends first. */
  async next(): Promise<DiameterMessage> {
    for (;;) {
      const message = this.#messages.shift()
      if (message !== undefined) return message
      if (this.socket.destroyed) throw new Error('the connection ended')
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
