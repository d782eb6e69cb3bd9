// Where a server that connects to a participant's MSRP path is answered (RFC 4975): it takes everything and keeps only counts.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { TestbedError } from '../../testbed-error'
import { MsrpError, MsrpParser } from './msrp-parser'
import type { MsrpMessage } from './msrp-parser'

/** How a sink is started; `halfMs` bounds the time of a message that has begun and does not end. */
export interface MsrpSinkOptions {
  readonly host: string
  readonly port: number
  readonly halfMs?: number
  /** How many participants share it; each may be connected to eight times. */
  readonly users?: number
}

/** What came in since the start. */
export interface MsrpCounts {
  connections: number
  sends: number
  bodyBytes: number
  reports: number
  refused: number
  garbage: number
}

const MOST_CONNECTIONS = 8
const MOST_UNREAD = 256 * 1024
const HALF_MS = 10_000

/** One listening port, for one participant or for a crowd. */
export class MsrpSink {
  readonly counts: MsrpCounts = { connections: 0, sends: 0, bodyBytes: 0, reports: 0, refused: 0, garbage: 0 }
  readonly port: number
  readonly #server: Server
  readonly #halfMs: number
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server, halfMs: number, users: number) {
    this.#server = server
    this.#halfMs = halfMs
    this.port = (server.address() as AddressInfo).port
    server.maxConnections = MOST_CONNECTIONS * users
    server.on('connection', (socket) => this.#serve(socket))
  }

  /** Throws TestbedError when the address cannot be had. */
  static async start(o: MsrpSinkOptions): Promise<MsrpSink> {
    const server = createServer()
    try {
      await once(server.listen(o.port, o.host), 'listening')
    } catch (error) {
      throw new TestbedError({
        what: "a participant's MSRP port cannot be opened",
        where: `TCP ${o.host}:${o.port}`,
        instead: error instanceof Error ? error.message : String(error),
        mend: 'free that address, or choose another one (port 0: any free one)',
      })
    }
    return new MsrpSink(server, o.halfMs ?? HALF_MS, o.users ?? 1)
  }

  /** Is anybody connected who sent what was understood? */
  get isConnected(): boolean {
    return this.counts.sends > 0 && this.#sockets.size > 0
  }

  /** Ends every connection; the port stays. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Ends every connection and the port. */
  async close(): Promise<void> {
    this.drop()
    if (!this.#server.listening) return
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #serve(socket: Socket): void {
    this.counts.connections += 1
    this.#sockets.add(socket)
    const parser = new MsrpParser()
    let half: NodeJS.Timeout | undefined
    const rest = (): void => {
      clearTimeout(half)
      half = undefined
    }
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      rest()
      this.#sockets.delete(socket)
    })
    socket.on('data', (bytes: Buffer) => {
      try {
        for (const message of parser.feed(bytes)) {
          rest()
          this.#take(message, socket)
        }
      } catch (error) {
        if (!(error instanceof MsrpError)) throw error
        this.counts.garbage += 1
        socket.destroy()
      }
      if (!socket.destroyed && parser.half) half ??= setTimeout(() => socket.destroy(), this.#halfMs)
    })
  }

  #take(message: MsrpMessage, socket: Socket): void {
    if (/^[0-9]/.test(message.what)) return
    const to = message.headers.get('to-path')
    const from = message.headers.get('from-path')
    if (to === undefined || from === undefined) throw new MsrpError('a request without To-Path or From-Path')
    if (message.what === 'REPORT') {
      // RFC 4975 §7.1.2 — a REPORT has no response.
      this.counts.reports += 1
      return
    }
    const us = first(to)
    if (message.what !== 'SEND') {
      this.counts.refused += 1
      return write(socket, answer(message.transaction, '501 Unknown method', from, us))
    }
    this.counts.sends += 1
    this.counts.bodyBytes += message.bodyBytes
    // RFC 4975 §7.2 — the response to a SEND goes to the last hop only, and not at all when no success is to be told.
    if (!/^(no|partial)$/i.test(message.headers.get('failure-report') ?? 'yes'))
      write(socket, answer(message.transaction, '200 OK', first(from), us))
    if (message.flag === '$' && /^yes$/i.test(message.headers.get('success-report') ?? ''))
      write(socket, successReport(message, from, us))
  }
}

function first(path: string): string {
  return path.split(' ', 1)[0] ?? path
}

function answer(transaction: string, status: string, to: string, from: string): string {
  return `MSRP ${transaction} ${status}\r\nTo-Path: ${to}\r\nFrom-Path: ${from}\r\n-------${transaction}$\r\n`
}

/** RFC 4975 §7.1.2 — what was received in full, for the sender at the end of the path. */
function successReport(message: MsrpMessage, to: string, from: string): string {
  const start = Number(/^([0-9]{1,15})-/.exec(message.headers.get('byte-range') ?? '1-')?.[1] ?? 1)
  const last = start - 1 + message.bodyBytes
  const id = randomBytes(8).toString('hex')
  return (
    `MSRP ${id} REPORT\r\nTo-Path: ${to}\r\nFrom-Path: ${from}\r\nMessage-ID: ${message.headers.get('message-id') ?? ''}\r\n` +
    `Byte-Range: 1-${last}/${last}\r\nStatus: 000 200 OK\r\n-------${id}$\r\n`
  )
}

/** A peer that asks and never reads is let go. */
function write(socket: Socket, text: string): void {
  if (socket.destroyed) return
  if (socket.writableLength > MOST_UNREAD) socket.destroy()
  else socket.write(text)
}
