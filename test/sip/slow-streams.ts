// A stream transport whose sockets write when the test says so: what is under way is seen, and nothing depends on a kernel's buffers.
import { createServer, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { StreamTransport, type StreamOptions } from '@ch1/sip'

/** A socket that takes one write at a time and keeps it until it is released. */
export class SlowSocket extends Duplex {
  readonly remoteAddress = '192.0.2.9'
  readonly remotePort = 5099
  /** What has left. */
  written = ''
  #release: (() => void) | undefined

  setNoDelay(): this {
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

  /** Lets what is under way leave; what it sets free comes with the next turn of the event loop. */
  async release(): Promise<void> {
    const release = this.#release
    this.#release = undefined
    release?.()
    await turn()
  }
}

/** Everything that is due now has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A transport that never listens and calls with slow sockets. */
export class SlowStreams extends StreamTransport {
  readonly sockets: SlowSocket[]

  constructor(o: Partial<StreamOptions> = {}) {
    const sockets: SlowSocket[] = []
    super(
      {
        name: 'TCP',
        opensWith: 'connect',
        connect: () => {
          const socket = new SlowSocket()
          sockets.push(socket)
          return socket as unknown as Socket
        },
        server: () => createServer(),
      },
      { host: '192.0.2.1', port: 5060, ...o },
    )
    this.sockets = sockets
  }

  /** Sends to a peer, over a connection that is open at once when it is new. */
  say(text: string, failed?: (error: Error) => void): SlowSocket {
    const before = this.sockets.length
    this.send(Buffer.from(text, 'latin1'), { host: '192.0.2.9', port: 5099 }, failed)
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('there is no connection')
    if (this.sockets.length > before) socket.emit('connect')
    return socket
  }
}
