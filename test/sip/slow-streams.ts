// A stream transport whose sockets write when the test says so: what is under way is seen, and nothing depends on a kernel's buffers.
import { createServer, type Server, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { StreamTransport, type Address, type StreamOptions } from '@ch1/sip'
import { FakeTimers } from './fake-timers'

/** A socket that takes one write at a time and keeps it until it is released. */
export class SlowSocket extends Duplex {
  readonly remoteAddress = '192.0.2.9'
  readonly remotePort = 5099
  /** What has left. */
  written = ''
  /** Whether small writes wait for others (Nagle). */
  isDelayed = true
  #release: (() => void) | undefined

  setNoDelay(): this {
    this.isDelayed = false
    return this
  }

  // As node:net has it: what was written leaves first.
  destroySoon(): void {
    if (this.writable) this.end()
    if (this.writableFinished) this.destroy()
    else this.once('finish', () => this.destroy())
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#release = (): void => {
      this.written += chunk.toString('latin1')
      done()
    }
  }

  override _read(): void {
    // The test pushes.
  }

  /** Lets one write leave; what it sets free comes with the next turn of the event loop. */
  async release(): Promise<void> {
    const release = this.#release
    this.#release = undefined
    release?.()
    await turn()
  }

  /** Lets everything leave. */
  async releaseAll(): Promise<void> {
    while (this.#release !== undefined) await this.release()
  }
}

/** Everything that is due now has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A transport that never listens, calls with slow sockets, and is called by those of the test; its clock is moved by hand. */
export class SlowStreams extends StreamTransport {
  readonly sockets: SlowSocket[]
  readonly #server: Server
  readonly #accepted: (socket: Socket) => void

  constructor(o: Partial<StreamOptions> = {}) {
    const sockets: SlowSocket[] = []
    const server = createServer()
    let accepted: (socket: Socket) => void = () => undefined
    super(
      {
        name: 'TCP',
        opensWith: 'connect',
        connect: () => {
          const socket = new SlowSocket()
          sockets.push(socket)
          return socket as unknown as Socket
        },
        server: (_limits, on) => {
          accepted = (socket): void => on.accepted(socket)
          return server
        },
      },
      { host: '192.0.2.1', port: 5060, timers: new FakeTimers(), ...o },
    )
    this.sockets = sockets
    this.#server = server
    this.#accepted = accepted
  }

  /** Sends to a peer, over a connection that is open at once when it is new. */
  say(text: string, failed?: (error: Error) => void, to: Partial<Address> = {}): SlowSocket {
    const before = this.sockets.length
    this.send(Buffer.from(text, 'latin1'), { host: '192.0.2.9', port: 5099, ...to }, failed)
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('there is no connection')
    if (this.sockets.length > before) socket.emit('connect')
    return socket
  }

  /** A peer calls and is not through yet, in a handshake say. */
  knocked(): SlowSocket {
    const socket = new SlowSocket()
    this.#server.emit('connection', socket)
    return socket
  }

  /** A peer calls. */
  called(): SlowSocket {
    const socket = this.knocked()
    this.#accepted(socket as unknown as Socket)
    return socket
  }
}
