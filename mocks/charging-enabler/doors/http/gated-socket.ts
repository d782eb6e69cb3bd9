// A socket with a gate: what stands behind it (TLS, HTTP) sees a plain stream, and the door can hold traffic back, cut it, or reset it.
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

type Done = (error?: Error | null) => void

/** A duplex stream over a socket. While held nothing is read from the socket and nothing written to it. */
export class GatedSocket extends Duplex {
  /** What was read last: evidence when it turns out to be no HTTP. */
  lastRead: Buffer = Buffer.alloc(0)
  readonly #socket: Socket
  readonly #idleMs: number
  readonly #onIdle: () => void
  #idle: NodeJS.Timeout | undefined
  #held = false
  #wanted = false
  #waiting: (() => void)[] = []

  constructor(socket: Socket, o: { readonly idleMs: number; readonly onIdle: () => void }) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#idleMs = o.idleMs
    this.#onIdle = o.onIdle
    socket.pause()
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
    this.#touch()
  }

  /** Nothing passes any more, in either direction. */
  hold(): void {
    this.#held = true
    this.#socket.pause()
  }

  /** What waited passes, and all that follows. */
  release(): void {
    if (!this.#held) return
    this.#held = false
    this.#touch()
    for (const go of this.#waiting.splice(0)) go()
    if (this.#wanted) this.#socket.resume()
  }

  /** Ends the connection with a TCP reset. */
  reset(): void {
    this.#socket.resetAndDestroy()
    this.destroy()
  }

  override _read(): void {
    this.#wanted = true
    if (!this.#held) this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#whenOpen(() => {
      if (this.#socket.writable) this.#socket.write(chunk, (error) => done(error))
      else done()
    })
  }

  override _final(done: Done): void {
    this.#whenOpen(() => {
      if (this.#socket.writable) this.#socket.end(() => done())
      else done()
    })
  }

  override _destroy(error: Error | null, done: Done): void {
    clearTimeout(this.#idle)
    this.#waiting = []
    this.#socket.destroySoon()
    done(error)
  }

  #read(chunk: Buffer): void {
    this.lastRead = chunk
    this.#touch()
    if (this.push(chunk)) return
    this.#wanted = false
    this.#socket.pause()
  }

  #whenOpen(go: () => void): void {
    if (this.#held) this.#waiting.push(go)
    else go()
  }

  #touch(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      if (this.#held) this.#touch()
      else this.#onIdle()
    }, this.#idleMs)
    this.#idle.unref()
  }
}
