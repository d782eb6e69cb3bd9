// What one connection writes: in one piece for all that one read called for, kept back during a partition, and never without a bound.
import type { Socket } from 'node:net'
import type { Limits } from './limits'
import { systemClock } from './system-clock'

/** Bytes to write, and what to do when they are written. */
interface Waiting {
  readonly bytes: Uint8Array
  readonly announce: () => void
}

/** The writing half of a connection. `onTrouble` is told once why the connection cannot go on. */
export class Outbox {
  readonly #socket: Socket
  readonly #limits: Pick<Limits, 'maxWriteBytes' | 'stalledWriteMs'>
  readonly #onTrouble: (why: string) => void
  #batch: Uint8Array[] | undefined
  #batchBytes = 0
  #held: Waiting[] | undefined
  #heldBytes = 0
  #cancelStall: (() => void) | undefined

  constructor(socket: Socket, limits: Pick<Limits, 'maxWriteBytes' | 'stalledWriteMs'>, onTrouble: (why: string) => void) {
    this.#socket = socket
    this.#limits = limits
    this.#onTrouble = onTrouble
    socket.on('drain', () => this.#drained())
  }

  /** Bytes that wait here or in the socket. */
  get bytes(): number {
    return this.#socket.writableLength + this.#batchBytes + this.#heldBytes
  }

  /** True while the peer does not take what was written: who reads from it now only makes it worse. */
  get isStalled(): boolean {
    return this.#cancelStall !== undefined
  }

  /** From now until `flush`, writes are collected. */
  begin(): void {
    this.#batch ??= []
  }

  /** Writes; `announce` is called just before. During a partition both wait. False when there is no room: trouble was told. */
  write(bytes: Uint8Array, announce: () => void): boolean {
    if (this.bytes + bytes.length > this.#limits.maxWriteBytes) {
      this.#onTrouble(`more than ${this.#limits.maxWriteBytes} bytes wait to be written (limit maxWriteBytes)`)
      return false
    }
    if (this.#held !== undefined) {
      this.#held.push({ bytes, announce })
      this.#heldBytes += bytes.length
      return true
    }
    announce()
    if (this.#batch === undefined) this.#toSocket(bytes)
    else {
      this.#batch.push(bytes)
      this.#batchBytes += bytes.length
    }
    return true
  }

  /** Writes what was collected, as one piece. */
  flush(): void {
    const batch = this.#batch
    this.#batch = undefined
    if (batch === undefined || batch.length === 0) return
    const [only] = batch
    const all = batch.length === 1 && only !== undefined ? only : Buffer.concat(batch, this.#batchBytes)
    this.#batchBytes = 0
    if (!this.#socket.destroyed) this.#toSocket(all)
  }

  /** A partition begins: nothing is written any more. */
  hold(): void {
    this.flush()
    this.#held ??= []
  }

  /** The partition is over: what waited is written. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    this.#heldBytes = 0
    this.begin()
    for (const { bytes, announce } of held) this.write(bytes, announce)
    this.flush()
  }

  /** No timer runs on. */
  stop(): void {
    this.#cancelStall?.()
    this.#cancelStall = undefined
    this.#held = undefined
    this.#batch = undefined
    this.#batchBytes = 0
    this.#heldBytes = 0
  }

  #toSocket(bytes: Uint8Array): void {
    if (this.#socket.write(bytes) || this.#cancelStall !== undefined) return
    const { stalledWriteMs } = this.#limits
    this.#cancelStall = systemClock.after(stalledWriteMs, () =>
      this.#onTrouble(`the peer has read nothing for ${stalledWriteMs} ms (limit stalledWriteMs)`),
    )
  }

  #drained(): void {
    this.#cancelStall?.()
    this.#cancelStall = undefined
  }
}
