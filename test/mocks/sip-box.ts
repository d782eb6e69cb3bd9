// A UDP end on loopback for tests: sends text, keeps what comes, and waits for the next datagram.
import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Address } from '@ch1/sip'
import type { HistoryFact, Recorder } from '../../judge/history/events'

/** One bound socket. */
export class SipBox {
  static async open(host = '127.0.0.1'): Promise<SipBox> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    // A test that fails before it closes its boxes still ends.
    socket.unref()
    return new SipBox(socket, { host, port: socket.address().port })
  }

  readonly address: Address
  readonly #socket: Socket
  readonly #got: string[] = []
  readonly #waiting: ((text: string) => void)[] = []

  private constructor(socket: Socket, address: Address) {
    this.#socket = socket
    this.address = address
    socket.on('message', (bytes) => {
      const text = bytes.toString('latin1')
      const taker = this.#waiting.shift()
      if (taker) taker(text)
      else this.#got.push(text)
    })
  }

  get at(): string {
    return this.address.host.includes(':')
      ? `[${this.address.host}]:${this.address.port}`
      : `${this.address.host}:${this.address.port}`
  }

  /** What came and was not asked for yet. */
  get waiting(): number {
    return this.#got.length
  }

  send(text: string, port: number): void {
    this.#socket.send(Buffer.from(text, 'latin1'), port, this.address.host)
  }

  /** The next datagram; fails after 2 s. */
  next(): Promise<string> {
    const got = this.#got.shift()
    if (got !== undefined) return Promise.resolve(got)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing came to ${this.at}`)), 2_000)
      this.#waiting.push((text) => {
        clearTimeout(timer)
        resolve(text)
      })
    })
  }

  close(): void {
    this.#socket.close()
  }
}

/** A recorder that keeps facts in memory. */
export function memoryRecorder(): { readonly facts: HistoryFact[]; readonly record: Recorder } {
  const facts: HistoryFact[] = []
  return { facts, record: (fact) => facts.push(fact) - 1 }
}

/** Lines as a SIP message with an empty body. */
export function sip(...lines: readonly string[]): string {
  return [...lines, 'Content-Length: 0', '', ''].join('\r\n')
}

/** All values of a header field, as they stand, one per line. */
export function field(message: string, name: string): readonly string[] {
  const prefix = `${name}:`.toLowerCase()
  return message
    .split('\r\n')
    .filter((line) => line.toLowerCase().startsWith(prefix))
    .map((line) => line.slice(prefix.length).trim())
}
