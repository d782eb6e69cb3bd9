// A charging client without manners: a socket, a CER of one's own making, and every byte that comes back, framed or not.
import { connect, type Socket } from 'node:net'
import { decodeMessage, encodeMessage, MessageFramer, type AvpInput, type DiameterMessage } from '@ch1/diameter'

/** A way to make bytes of a message. */
export interface RawMessage {
  readonly commandCode?: number
  readonly applicationId?: number
  readonly hopByHop?: number
  readonly endToEnd?: number
  readonly resent?: boolean
  readonly request?: boolean
  readonly avps: readonly AvpInput[]
}

/** The AVPs of a CER that can be our peer. */
export const GOOD_CER: readonly AvpInput[] = [
  ['Origin-Host', 'im1.im.example'],
  ['Origin-Realm', 'im.example'],
  ['Host-IP-Address', '127.0.0.1'],
  ['Vendor-Id', 0],
  ['Product-Name', 'raw'],
  ['Supported-Vendor-Id', 10415],
  ['Acct-Application-Id', 3],
]

/** The AVPs of a whole ACR. */
export function acr(
  o: { readonly type?: number; readonly number?: number; readonly session?: string; readonly origin?: string } = {},
): readonly AvpInput[] {
  return [
    ['Session-Id', o.session ?? 'im1.im.example;1;2;conf-1'],
    ['Origin-Host', o.origin ?? 'im1.im.example'],
    ['Origin-Realm', 'im.example'],
    ['Destination-Realm', 'charging.example'],
    ['Accounting-Record-Type', o.type ?? 3],
    ['Accounting-Record-Number', o.number ?? 0],
    ['Acct-Application-Id', 3],
  ]
}

/** The bytes of a message; an ACR unless told otherwise. */
export function bytesOf(m: RawMessage): Uint8Array {
  return encodeMessage({
    commandCode: m.commandCode ?? 271,
    applicationId: m.applicationId ?? 3,
    request: m.request ?? true,
    proxiable: (m.commandCode ?? 271) === 271,
    retransmitted: m.resent ?? false,
    hopByHop: m.hopByHop ?? 1,
    endToEnd: m.endToEnd ?? 1,
    avps: m.avps,
  })
}

/** One connection. */
export class RawCtf {
  static async connect(port: number, host = '127.0.0.1'): Promise<RawCtf> {
    const socket = connect(port, host)
    const raw = new RawCtf(socket)
    await raw.until(() => raw.isConnected || raw.end !== undefined)
    return raw
  }

  /** Connected, CER sent, CEA there. */
  static async open(port: number, cer: readonly AvpInput[] = GOOD_CER, host?: string): Promise<RawCtf> {
    const raw = await RawCtf.connect(port, host)
    raw.write(bytesOf({ commandCode: 257, applicationId: 0, avps: cer }))
    await raw.until(() => raw.messages.length > 0 || raw.end !== undefined)
    return raw
  }

  /** Everything that came. */
  received: Buffer = Buffer.alloc(0)
  /** What of it could be framed, decoded. */
  readonly messages: DiameterMessage[] = []
  isConnected = false
  /** `FIN`, or the error's code, once the other side has ended. */
  end: string | undefined
  readonly #socket: Socket
  readonly #framer = new MessageFramer()
  readonly #waiting = new Set<() => void>()

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('connect', () => {
      this.isConnected = true
      this.#wake()
    })
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk])
      try {
        for (const bytes of this.#framer.push(chunk)) this.messages.push(decodeMessage(bytes))
      } catch {
        // what cannot be framed is what some tests want
      }
      this.#wake()
    })
    socket.on('end', () => this.#ended('FIN'))
    socket.on('error', (error: NodeJS.ErrnoException) => this.#ended(error.code ?? 'error'))
    socket.on('close', () => this.#ended('FIN'))
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  /** Sends a request and gives the next message that comes. */
  async ask(m: RawMessage): Promise<DiameterMessage> {
    const before = this.messages.length
    this.write(bytesOf(m))
    await this.until(() => this.messages.length > before)
    const message = this.messages[before]
    if (message === undefined) throw new Error('no answer')
    return message
  }

  /** Waits, at most 15 s, until it is so; looks at everything that happens here. */
  async until(isSo: () => boolean): Promise<void> {
    const giveUp = Date.now() + 15_000
    while (!isSo()) {
      if (Date.now() > giveUp) throw new Error(`it did not become so; received ${this.received.toString('hex')}`)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          this.#waiting.delete(done)
          resolve()
        }
        const timer = setTimeout(done, 500)
        this.#waiting.add(done)
      })
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  #ended(how: string): void {
    this.end ??= how
    this.#wake()
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
