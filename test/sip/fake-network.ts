// A network in memory: transports that queue, and a test that delivers, drops and looks at what was sent.
import { parseMessage, type Address, type SipRequest, type SipResponse, type SipTransport } from '@ch1/sip'
import type { FakeTimers } from './fake-timers'

/** One datagram that was sent. */
export interface Datagram {
  readonly atMs: number
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
  readonly message: SipRequest | SipResponse
  /** Method, or status and CSeq method: `INVITE`, `200 INVITE`. */
  readonly what: string
}

/** A loss-free network unless `drops` says otherwise; ports are addresses. */
export class FakeNetwork {
  readonly sent: Datagram[] = []
  drops: (datagram: Datagram) => boolean = () => false
  readonly #timers: FakeTimers
  readonly #transports = new Map<number, SipTransport>()
  #queue: Datagram[] = []

  constructor(timers: FakeTimers) {
    this.#timers = timers
  }

  transport(port: number): SipTransport {
    const transport: SipTransport = {
      reliable: false,
      sentBy: { transport: 'UDP', host: '192.0.2.1', port },
      onMessage: () => undefined,
      send: (bytes: Uint8Array, to: Address) => this.#send(bytes, port, to.port),
      close: () => Promise.resolve(),
    }
    this.#transports.set(port, transport)
    return transport
  }

  /** Delivers until nothing is under way. */
  settle(): void {
    for (let i = 0; i < 1000 && this.#queue.length > 0; i++) {
      const batch = this.#queue
      this.#queue = []
      for (const { bytes, from, to } of batch) this.#transports.get(to)?.onMessage(bytes, { host: '192.0.2.1', port: from })
    }
  }

  /** Moves the clock and delivers what its alarms send. */
  advance(ms: number): void {
    this.#timers.advance(ms, () => this.settle())
    this.settle()
  }

  /** What was sent, as words; from one port when given. */
  words(from?: number): readonly string[] {
    return this.sent.filter((datagram) => from === undefined || datagram.from === from).map((datagram) => datagram.what)
  }

  /** When something was sent. */
  timesOf(what: string): readonly number[] {
    return this.sent.filter((datagram) => datagram.what === what).map((datagram) => datagram.atMs)
  }

  /** The last datagram of a kind. */
  last(what: string): Datagram {
    const found = this.sent.findLast((datagram) => datagram.what === what)
    if (found === undefined) throw new Error(`no ${what} was sent, only ${this.words().join(', ')}`)
    return found
  }

  #send(bytes: Uint8Array, from: number, to: number): void {
    const message = parseMessage(bytes)
    const what = message.kind === 'request' ? message.method : `${message.status} ${message.cseq?.method ?? '?'}`
    const datagram = { atMs: this.#timers.nowMs, from, to, bytes, message, what }
    this.sent.push(datagram)
    if (!this.drops(datagram)) this.#queue.push(datagram)
  }
}
