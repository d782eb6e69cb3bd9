// One connection of a stream transport, TCP or TLS: bytes become messages, messages become bytes, and every wait has a bound.
import type { Socket } from 'node:net'
import { SipTransportError, type SipParseError } from '../errors'
import { systemTimers, TimerSet, type Timers } from '../transactions/timers'
import { plainHost, shown } from './hosts'
import { MessageFramer, type Frame } from './message-framer'
import type { StreamLimits } from './stream-limits'
import { refusalOfHeader } from './stream-refusal'
import type { Address, TransportName } from './transport'

/** Whom a connection tells. */
export interface ConnectionEvents {
  message(bytes: Uint8Array, from: Address): void
  garbage(bytes: Uint8Array, why: SipParseError, from: Address): void
  /** Bytes held, more or less by so many; false: too many are held by all together. */
  held(change: number): boolean
  /** It is over; `why` when it did not end in order. */
  closed(why: SipTransportError | undefined): void
}

/** What a connection is made of. */
export interface ConnectionOptions {
  readonly socket: Socket
  /** The other end: the address asked for, or the one that called. */
  readonly peer: Address & { readonly transport: TransportName; readonly connection: number }
  /** The event at which a connection of ours is open; undefined when it is already. */
  readonly opensWith: 'connect' | 'secureConnect' | undefined
  readonly limits: StreamLimits
  readonly timers: Timers
  readonly on: ConnectionEvents
}

interface Unwritten {
  readonly bytes: number
  readonly failed: ((error: Error) => void) | undefined
}

const PONG = Buffer.from('\r\n')
/** How long the last message may take to leave when the connection is closed from here. */
const LINGER_MS = 500

/** A socket with its framer, its unwritten messages and its timers. Nothing a peer sends makes it throw. */
export class StreamConnection {
  readonly peer: ConnectionOptions['peer']
  readonly #o: ConnectionOptions
  readonly #framer: MessageFramer
  readonly #timers: TimerSet<'connect' | 'half' | 'stall' | 'idle'>
  readonly #unwritten = new Set<Unwritten>()
  #from: Address
  #unwrittenBytes = 0
  #counted = 0
  #isUp: boolean
  #isActive = true
  #hasHeard = false
  #isEnding = false
  #why: string | undefined

  constructor(o: ConnectionOptions) {
    const { socket, limits } = o
    this.#o = o
    this.peer = o.peer
    this.#from = o.peer
    this.#framer = new MessageFramer(limits)
    this.#timers = new TimerSet(o.timers, (name) => this.#fired(name))
    this.#isUp = o.opensWith === undefined
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('drain', () => this.#timers.clear('stall'))
    socket.on('end', () => this.#ended())
    socket.on('error', (error) => (this.#why ??= error.message))
    socket.on('close', () => this.#closed())
    this.#timers.set('idle', limits.idleMs)
    if (o.opensWith === undefined) return
    this.#timers.set('connect', limits.connectMs)
    socket.once(o.opensWith, () => this.#opened())
  }

  /** Whether a message can be given to it. */
  get isOpen(): boolean {
    return !this.#isEnding && this.#why === undefined && this.#o.socket.writable
  }

  #isReading(): boolean {
    return !this.#isEnding && !this.#o.socket.destroyed
  }

  /** Writes one message; `failed` is told, once, when it could not be written. */
  write(bytes: Uint8Array, failed?: (error: Error) => void): void {
    const { maxWriteBytes } = this.#o.limits
    if (this.#unwrittenBytes + bytes.length > maxWriteBytes)
      throw new SipTransportError(
        `${shown(this.peer)} does not read: more than ${maxWriteBytes} bytes wait to be written (limit maxWriteBytes)`,
      )
    const entry = { bytes: bytes.length, failed }
    this.#unwritten.add(entry)
    this.#unwrittenBytes += bytes.length
    this.#isActive = true
    this.#count()
    const { socket } = this.#o
    const isTaken = socket.write(bytes, (error) => {
      // What could not be written is told when the socket is closed, with the reason. Node calls back without an error for
      // what was under way in a socket that is destroyed.
      if ((error === null || error === undefined) && !socket.destroyed) this.#written(entry)
    })
    if (!isTaken && !socket.destroyed) this.#timers.set('stall', this.#o.limits.stalledWriteMs)
  }

  /** Closes it in order: what was written may still leave, for a short time. */
  end(): void {
    if (this.#isEnding) return
    this.#isEnding = true
    const { socket } = this.#o
    if (!this.#isUp) return void socket.destroy()
    const cut = systemTimers.set(LINGER_MS, () => socket.destroy())
    socket.once('close', () => systemTimers.clear(cut))
    socket.end()
  }

  /** Closes it in order, and does not wait for the other end to do the same. */
  endSoon(): void {
    this.end()
    if (this.#isUp) this.#o.socket.destroySoon()
  }

  #opened(): void {
    this.#isUp = true
    this.#timers.clear('connect')
    const { remoteAddress, remotePort } = this.#o.socket
    if (remoteAddress !== undefined && remotePort !== undefined)
      this.#from = { ...this.peer, host: plainHost(remoteAddress), port: remotePort }
  }

  #receive(chunk: Uint8Array): void {
    if (!this.#isReading()) return
    this.#isActive = true
    this.#hasHeard = true
    const frames = this.#framer.push(chunk)
    for (const frame of frames) {
      if (!this.#isReading()) return
      this.#take(frame)
    }
    this.#watchHalf(frames.length > 0)
    this.#count()
  }

  #take(frame: Frame): void {
    if (frame.kind === 'message') return this.#o.on.message(frame.bytes, this.#from)
    if (frame.kind === 'fault') return this.#garbage(frame)
    // RFC 5626 §3.5.1 — a double CRLF is answered by a single one; who does not read is not answered.
    if (this.isOpen && this.#unwrittenBytes === 0) this.write(PONG)
  }

  #garbage(fault: Frame & { readonly kind: 'fault' }): void {
    this.#o.on.garbage(fault.bytes, fault.why, this.#from)
    const refusal = fault.refusal === undefined ? undefined : refusalOfHeader(fault.bytes, fault.refusal, this.#from)
    if (refusal !== undefined && this.isOpen && this.#unwrittenBytes < this.#o.limits.maxWriteBytes / 2) this.write(refusal)
    const broken = `bytes that cannot be read as SIP: ${fault.why.message}`
    if (refusal === undefined) return this.#giveUp(broken)
    this.end()
    this.#why ??= broken
  }

  // A message that was begun has so much time to become whole: a byte now and then would hold memory for nothing.
  #watchHalf(isNew: boolean): void {
    if (isNew || this.#framer.pending === 0) this.#timers.clear('half')
    if (this.#framer.pending > 0 && !this.#timers.has('half')) this.#timers.set('half', this.#o.limits.halfMessageMs)
  }

  #fired(name: 'connect' | 'half' | 'stall' | 'idle'): void {
    const { connectMs, halfMessageMs, stalledWriteMs, idleMs } = this.#o.limits
    if (name === 'connect') return this.#giveUp(`no connection within ${connectMs} ms (limit connectMs)`)
    if (name === 'half') return this.#giveUp(`a message was not whole after ${halfMessageMs} ms (limit halfMessageMs)`)
    if (name === 'stall') return this.#giveUp(`nothing was read for ${stalledWriteMs} ms (limit stalledWriteMs)`)
    if (!this.#isActive) return this.end()
    this.#isActive = false
    this.#timers.set('idle', idleMs)
  }

  #ended(): void {
    const fault = this.#isEnding ? undefined : this.#framer.end()
    if (fault?.kind === 'fault') {
      this.#why ??= fault.why.message
      this.#o.on.garbage(fault.bytes, fault.why, this.#from)
    }
    // A peer that took a request may close and answer over a connection of its own (RFC 3261 §18.2.2). One that closes before
    // it said anything has not taken any: so does a TLS 1.3 server that does not like our certificate.
    else if (!this.#isEnding && this.#o.opensWith !== undefined && !this.#hasHeard)
      this.#why ??= 'the peer closed the connection before it said anything'
    this.#isEnding = true
  }

  #closed(): void {
    this.#timers.clearAll()
    this.#o.on.held(-this.#counted)
    this.#counted = 0
    const unwritten = [...this.#unwritten]
    this.#unwritten.clear()
    const why = this.#why === undefined ? undefined : this.#error(this.#why)
    this.#o.on.closed(why)
    for (const { failed } of unwritten) failed?.(why ?? this.#error('the connection was closed before the message was written'))
  }

  #written(entry: Unwritten): void {
    if (!this.#unwritten.delete(entry)) return
    this.#unwrittenBytes -= entry.bytes
    this.#count()
  }

  #count(): void {
    if (this.#o.socket.destroyed) return
    const held = this.#framer.pending + this.#unwrittenBytes
    const isFine = this.#o.on.held(held - this.#counted)
    this.#counted = held
    if (!isFine) this.#giveUp('all connections together hold too many bytes (limit maxBufferedBytes)')
  }

  #giveUp(why: string): void {
    this.#why ??= why
    this.#isEnding = true
    this.#o.socket.destroy()
  }

  #error(why: string): SipTransportError {
    return new SipTransportError(`${shown(this.peer)}: ${why}`)
  }
}
