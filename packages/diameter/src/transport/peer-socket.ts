// One TCP connection to a peer: bytes become messages for the peer machine, and the machine's wishes become bytes.
import type { Socket } from 'node:net'
import { CodecError } from '../codec-error'
import { decodeMessage } from '../decode-message'
import type { EndToEndIds } from '../end-to-end-ids'
import { MessageFramer } from '../framer'
import type { DiameterMessage } from '../message'
import { PeerMachine } from '../peer/peer-machine'
import type { Identity, PeerEvents, PeerLink, PeerTimers, RequestHandler } from '../peer/peer-types'
import { systemClock } from './system-clock'

/** RFC 6733 §12, RFC 3539 §3.4.1 — both recommend thirty seconds. */
export const DEFAULT_TIMERS: Required<PeerTimers> = { tcMs: 30_000, twMs: 30_000, cerTimeoutMs: 30_000 }

const END_TIMEOUT_MS = 1000

/** What server and client have in common. */
export interface PeerSocketOptions {
  readonly role: 'initiator' | 'responder'
  readonly conn: number
  readonly socket: Socket
  readonly identity: Identity
  readonly timers: Required<PeerTimers>
  readonly events: PeerEvents
  readonly endToEndIds: EndToEndIds
  readonly maxMessageBytes?: number
  readonly onRequest: RequestHandler
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
  #remoteIdentity: PeerLink['remoteIdentity'] = {}
  #why = 'the peer closed the connection'
  #isEnding = false

  constructor(o: PeerSocketOptions) {
    const { socket, events } = o
    this.#o = o
    this.#framer = new MessageFramer(o.maxMessageBytes === undefined ? {} : { maxBytes: o.maxMessageBytes })
    this.link = this.#makeLink()
    this.machine = new PeerMachine({
      role: o.role,
      identity: o.identity,
      localAddress: plainAddress(socket.localAddress),
      twMs: o.timers.twMs,
      cerTimeoutMs: o.timers.cerTimeoutMs,
      clock: systemClock,
      endToEndIds: o.endToEndIds,
      port: {
        send: (bytes) => this.#send(bytes),
        end: () => this.#end(),
        reset: () => this.#reset(),
        state: (state, why) => events.state?.(state, this.link, why),
        identified: (remote) => (this.#remoteIdentity = remote),
        request: (message) => o.onRequest(message, this.link, (bytes) => this.machine.answer(bytes)),
        answer: o.onAnswer,
      },
    })
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#receive(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)))
    socket.on('drain', () => socket.resume())
    socket.on('error', (error) => (this.#why = error.message))
    this.whenClosed = new Promise((resolve) => {
      socket.on('close', () => {
        this.machine.transportClosed(this.#why)
        o.onClosed()
        resolve()
      })
    })
    this.machine.start()
  }

  /** Closes at once. */
  destroy(): void {
    this.#why = 'closed here'
    this.#o.socket.destroy()
  }

  #receive(chunk: Uint8Array): void {
    const { socket } = this.#o
    socket.cork()
    try {
      for (const bytes of this.#framer.push(chunk)) {
        if (socket.destroyed || this.#isEnding) break
        this.#o.events.wire?.('in', bytes, this.link)
        this.machine.receive(decodeMessage(bytes))
      }
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
    } finally {
      socket.uncork()
    }
    if (this.#framer.fault !== undefined && !socket.destroyed && !this.#isEnding) this.#garbage(this.#framer.fault)
  }

  // RFC 6733 §2.1 — a stream that cannot be parsed any more is reset.
  #garbage(fault: CodecError): void {
    this.#why = `bytes that are no Diameter: ${fault.problem}`
    this.#o.events.garbage?.(this.#framer.buffered, fault, this.link)
    this.#reset()
  }

  // A peer that does not read its answers is not read from either, until it does; the watchdog gives it up in the end.
  #send(bytes: Uint8Array): void {
    const { socket, events } = this.#o
    if (socket.destroyed || this.#isEnding) return
    events.wire?.('out', bytes, this.link)
    if (!socket.write(bytes)) socket.pause()
  }

  // What was sent is still delivered; a peer that does not close its half in turn is cut off.
  #end(): void {
    const { socket } = this.#o
    if (this.#isEnding) return
    this.#isEnding = true
    socket.resume()
    socket.end()
    const cancel = systemClock.after(END_TIMEOUT_MS, () => socket.destroy())
    socket.once('close', cancel)
  }

  #reset(): void {
    this.#o.socket.resetAndDestroy()
  }

  #makeLink(): PeerLink {
    const { socket, conn } = this.#o
    const identity = (): PeerLink['remoteIdentity'] => this.#remoteIdentity
    return {
      conn,
      local: hostAndPort(plainAddress(socket.localAddress), socket.localPort),
      remote: hostAndPort(plainAddress(socket.remoteAddress), socket.remotePort),
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

// An IPv4 peer of an IPv6 socket is IPv4; a zone is of no use to the other side; a socket that is gone has no address left.
function plainAddress(address = '0.0.0.0'): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}
