// One connection to a peer, TCP or TLS: bytes become messages for the peer machine, and the machine's wishes become bytes.
import type { Socket } from 'node:net'
import { CodecError } from '../codec-error'
import { COMMAND } from '../commands'
import { decodeMessage } from '../decode-message'
import type { EndToEndIds } from '../end-to-end-ids'
import { MessageFramer } from '../framer'
import { COMMAND_FLAG, claimedLength, HEADER_BYTES } from '../header'
import type { DiameterMessage } from '../message'
import { PeerMachine } from '../peer/peer-machine'
import type {
  CerHandler,
  DwrHandler,
  FrameHandler,
  Identity,
  PeerEvents,
  PeerLink,
  PeerTimers,
  RemoteIdentity,
  RequestHandler,
} from '../peer/peer-types'
import type { BufferBudget } from './buffer-budget'
import type { Limits } from './limits'
import { Outbox } from './outbox'
import { systemClock } from './system-clock'

/** RFC 6733 §12, RFC 3539 §3.4.1 — both recommend thirty seconds. */
export const DEFAULT_TIMERS: Required<PeerTimers> = { tcMs: 30_000, twMs: 30_000, cerTimeoutMs: 30_000 }

const END_TIMEOUT_MS = 1000
const MOST_GARBAGE_SHOWN = 65_536
/** So much is answered before it is seen whether the peer takes it. */
const ANSWERS_AT_ONCE_BYTES = 262_144

/** What server and client have in common. */
export interface PeerSocketOptions {
  readonly role: 'initiator' | 'responder'
  readonly conn: number
  /** Where messages are read and written. */
  readonly socket: Socket
  /** The TCP connection below TLS; the same as `socket` without TLS. */
  readonly raw: Socket
  readonly identity: Identity
  readonly timers: Required<PeerTimers>
  readonly limits: Limits
  readonly budget: BufferBudget
  readonly events: PeerEvents
  readonly endToEndIds: EndToEndIds
  /** A partition is on: begin with nothing read and nothing written. */
  readonly isPaused?: boolean
  readonly isReopening?: boolean
  /** The Origin-State-Id this peer told before, to see that it grew. */
  readonly originStateIdBefore?: ((remote: RemoteIdentity) => number | undefined) | undefined
  readonly onRequest: RequestHandler
  readonly onFrame?: FrameHandler | undefined
  readonly onCer?: CerHandler | undefined
  readonly onDwr?: DwrHandler | undefined
  readonly onAnswer: (answer: DiameterMessage) => void
  readonly onClosed: () => void
}

/** A connected socket with its peer machine. Nothing a peer sends makes it throw. */
export class PeerSocket {
  readonly link: PeerLink
  readonly machine: PeerMachine
  /** Resolves when the socket is closed and everybody was told. */
  readonly whenClosed: Promise<void>
  readonly #o: PeerSocketOptions
  readonly #framer: MessageFramer
  readonly #outbox: Outbox
  readonly #answer = (bytes: Uint8Array): void => this.machine.answer(bytes)
  #remoteIdentity: PeerLink['remoteIdentity'] = {}
  #why = 'the peer closed the connection'
  #isEnding = false
  #isPaused = false
  #afterPause: (() => void) | undefined
  #cancelPartial: (() => void) | undefined
  #counted = 0
  /** Read, but not dealt with, because the peer does not take the answers to what came before. */
  #backlog: readonly Uint8Array[] = []

  constructor(o: PeerSocketOptions) {
    const { socket } = o
    this.#o = o
    this.#framer = new MessageFramer({ maxBytes: o.limits.maxMessageBytes })
    this.#outbox = new Outbox(socket, o.limits, (why) => this.#giveUp(why))
    this.link = this.#makeLink()
    this.machine = this.#makeMachine()
    o.raw.setNoDelay(true)
    socket.on('data', (chunk) => this.#receive(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)))
    socket.on('drain', () => this.#readOn())
    socket.on('error', (error) => (this.#why = error.message))
    this.whenClosed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#cancelPartial?.()
        this.#outbox.stop()
        o.budget.change(-this.#counted)
        this.#counted = 0
        this.machine.transportClosed(this.#why)
        o.onClosed()
        resolve()
      })
    })
    if (o.isPaused === true) this.pause()
    this.machine.start()
  }

  /** Whether this is the TCP connection it stands on. */
  isOver(raw: Socket): boolean {
    return this.#o.raw === raw
  }

  /** Closes at once. */
  destroy(): void {
    this.#why = 'closed here'
    this.#o.socket.destroy()
  }

  /** Closes once all is written, without a DPR. */
  end(): void {
    this.#why = 'closed here'
    this.#end()
  }

  /** Closes with RST. */
  reset(): void {
    this.#why = 'reset here'
    this.#reset()
  }

  /** Writes bytes as they are, whatever the state; false when there is no room or no connection. */
  sendRaw(bytes: Uint8Array): boolean {
    if (this.#o.socket.destroyed || this.#isEnding) return false
    const isMessage = isOneMessage(bytes)
    return this.#write(bytes, () =>
      isMessage ? this.#o.events.wire?.('out', bytes, this.link) : this.#o.events.rawSent?.(bytes, this.link),
    )
  }

  /** A partition begins: nothing is read and nothing written; what would be written waits. */
  pause(): void {
    if (this.#isPaused) return
    this.#isPaused = true
    this.#outbox.hold()
    this.#o.socket.pause()
    // Who is not read from cannot finish a message.
    this.#cancelPartial?.()
    this.#cancelPartial = undefined
  }

  /** The partition is over. A connection that was given up meanwhile is closed now. */
  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#outbox.release()
    const then = this.#afterPause
    if (then !== undefined) then()
    else this.#readOn()
  }

  // Reading goes on where nothing keeps it: no partition, nobody who does not take his answers, nothing left from the last read.
  #readOn(): void {
    const { socket } = this.#o
    if (this.#isPaused || socket.destroyed) return
    const backlog = this.#backlog
    this.#backlog = []
    if (!this.#deal(backlog)) return
    this.#watchPartial(false)
    socket.resume()
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isEnding) return
    let messages: readonly Uint8Array[] = []
    try {
      messages = this.#framer.push(chunk)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
    }
    if (this.#deal(messages)) this.#watchPartial(messages.length > 0)
  }

  // True: all is dealt with, and the next read may come.
  #deal(messages: readonly Uint8Array[]): boolean {
    const { socket, events } = this.#o
    this.#outbox.begin()
    for (let at = 0; at < messages.length; at += 1) {
      const bytes = messages[at] as Uint8Array
      if (socket.destroyed || this.#isEnding) break
      if (this.#isHeldUp()) {
        this.#backlog = messages.slice(at)
        break
      }
      events.wire?.('in', bytes, this.link)
      if (!this.#takenAsFrame(bytes)) this.machine.receive(decodeMessage(bytes))
    }
    this.#outbox.flush()
    if (socket.destroyed || this.#isEnding) return false
    const { fault } = this.#framer
    if (fault !== undefined && this.#backlog.length === 0) {
      this.#garbage(fault)
      return false
    }
    const isStalled = this.#outbox.isStalled
    if (isStalled) this.#waitForPeer()
    this.#count()
    return !isStalled && !this.#isPaused
  }

  #isHeldUp(): boolean {
    if (this.#isPaused) return true
    if (this.#outbox.bytes < ANSWERS_AT_ONCE_BYTES) return false
    this.#outbox.flush()
    this.#outbox.begin()
    return this.#outbox.isStalled
  }

  // A peer that does not read its answers is not read from either, until it does; what it began meanwhile may take longer.
  #waitForPeer(): void {
    this.#o.socket.pause()
    this.#cancelPartial?.()
    this.#cancelPartial = undefined
  }

  #takenAsFrame(bytes: Uint8Array): boolean {
    const { onFrame } = this.#o
    if (onFrame === undefined || !isApplicationRequest(bytes) || !this.machine.heardRequest()) return false
    if (onFrame(bytes, this.link, this.#answer)) return true
    this.#o.onRequest(decodeMessage(bytes), this.link, this.#answer)
    return true
  }

  // A message that was begun has so much time to become whole: a peer that sends a byte now and then holds memory for nothing.
  #watchPartial(isNew: boolean): void {
    if (this.#cancelPartial !== undefined && (isNew || this.#framer.pending === 0)) {
      this.#cancelPartial()
      this.#cancelPartial = undefined
    }
    if (this.#framer.pending === 0 || this.#cancelPartial !== undefined) return
    const { partialFrameMs } = this.#o.limits
    this.#cancelPartial = systemClock.after(partialFrameMs, () =>
      this.#giveUp(`a message was not whole after ${partialFrameMs} ms (limit partialFrameMs)`),
    )
  }

  #count(): void {
    let held = this.#framer.pending + this.#outbox.bytes
    for (const { length } of this.#backlog) held += length
    const isFine = this.#o.budget.change(held - this.#counted)
    this.#counted = held
    if (!isFine) this.#giveUp('all connections together hold too many bytes (limit maxBufferedBytes)')
  }

  // RFC 6733 §2.1 — a stream that cannot be parsed any more is reset.
  #garbage(fault: CodecError): void {
    this.#why = `bytes that are no Diameter: ${fault.problem}`
    this.#o.events.garbage?.(this.#framer.buffered.subarray(0, MOST_GARBAGE_SHOWN), fault, this.link)
    this.#reset()
  }

  #send(bytes: Uint8Array): void {
    if (this.#o.socket.destroyed || this.#isEnding) return
    this.#write(bytes, () => this.#o.events.wire?.('out', bytes, this.link))
  }

  #write(bytes: Uint8Array, announce: () => void): boolean {
    const isWritten = this.#outbox.write(bytes, announce)
    if (this.#outbox.isStalled) this.#waitForPeer()
    if (this.#outbox.bytes > 0 || this.#counted > 0) this.#count()
    return isWritten
  }

  #giveUp(why: string): void {
    if (this.#o.socket.destroyed) return
    this.#why = why
    this.#reset()
  }

  // What was sent is still delivered; a peer that does not close its half in turn is cut off.
  #end(): void {
    const { socket } = this.#o
    if (this.#isEnding) return
    if (this.#isPaused) {
      this.#afterPause ??= () => this.#end()
      return
    }
    this.#outbox.flush()
    this.#isEnding = true
    socket.resume()
    socket.end()
    const cancel = systemClock.after(END_TIMEOUT_MS, () => socket.destroy())
    socket.once('close', cancel)
  }

  // In a partition not even the RST arrives: it waits with the rest.
  #reset(): void {
    const { socket, raw } = this.#o
    if (this.#isPaused) {
      this.#afterPause = () => this.#reset()
      return
    }
    raw.resetAndDestroy()
    socket.destroy()
  }

  #makeMachine(): PeerMachine {
    const { role, identity, raw, timers, limits, endToEndIds, events, onCer, onDwr, onRequest, onAnswer } = this.#o
    return new PeerMachine({
      role,
      identity,
      localAddress: plainAddress(raw.localAddress),
      twMs: timers.twMs,
      cerTimeoutMs: role === 'responder' ? limits.idleCerMs : timers.cerTimeoutMs,
      clock: systemClock,
      endToEndIds,
      maxPendingRequests: limits.maxPendingRequests,
      isReopening: this.#o.isReopening === true,
      ...(this.#o.originStateIdBefore === undefined ? {} : { originStateIdBefore: this.#o.originStateIdBefore }),
      ...(onCer === undefined ? {} : { onCer: (cer: DiameterMessage) => onCer(cer, this.link) }),
      ...(onDwr === undefined ? {} : { onDwr: () => onDwr(this.link) }),
      port: {
        send: (bytes) => this.#send(bytes),
        end: () => this.#end(),
        reset: () => this.#reset(),
        state: (state, why) => events.state?.(state, this.link, why),
        identified: (remote) => (this.#remoteIdentity = remote),
        request: (message) => onRequest(message, this.link, this.#answer),
        answer: onAnswer,
        failover: (unanswered, why) => events.failover?.(this.link, unanswered, why),
        failback: (why) => events.failback?.(this.link, why),
        restarted: (now, before) => events.restarted?.(this.link, now, before),
      },
    })
  }

  #makeLink(): PeerLink {
    const { raw, conn } = this.#o
    const identity = (): PeerLink['remoteIdentity'] => this.#remoteIdentity
    return {
      conn,
      local: hostAndPort(plainAddress(raw.localAddress), raw.localPort),
      remote: hostAndPort(plainAddress(raw.remoteAddress), raw.remotePort),
      get remoteIdentity() {
        return identity()
      },
    }
  }
}

/** `127.0.0.1:3868`, `[::1]:3868`. */
export function hostAndPort(host: string, port: number | undefined): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port ?? 0}`
}

/** An IPv4 peer of an IPv6 socket is IPv4; a zone is of no use to the other side; a socket that is gone has no address left. */
export function plainAddress(address = '0.0.0.0'): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

// A request, and none of those the base protocol keeps for the peers themselves (RFC 6733 §5).
function isApplicationRequest(bytes: Uint8Array): boolean {
  if (((bytes[4] ?? 0) & COMMAND_FLAG.request) === 0) return false
  const commandCode = ((bytes[5] ?? 0) << 16) | ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)
  return (
    commandCode !== COMMAND.capabilitiesExchange &&
    commandCode !== COMMAND.deviceWatchdog &&
    commandCode !== COMMAND.disconnectPeer
  )
}

function isOneMessage(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES) return false
  try {
    return claimedLength(bytes, bytes.length) === bytes.length
  } catch (error) {
    if (error instanceof CodecError) return false
    throw error
  }
}
