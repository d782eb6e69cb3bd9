// HTTP/1.1 on a connection of the door: requests become exchanges, what is no HTTP becomes garbage in the history.
import type { Field, OutgoingAnswer } from '@ch1/charging-http'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { BodyReader } from './body'
import { CAN_HTTP } from './can'
import type { ChargingDesk } from './charging-desk'
import type { Connection } from './connection'
import { BROKEN_OFF, textOf, type Exchange, type ExchangeRequest, type Spoiling } from './exchange'
import type { HttpLimits } from './http-limits'

/** Serves streams whose first octets were those of HTTP/1.1, or of nothing. */
export class Http1Exchanges {
  readonly #server: Server
  readonly #connections = new WeakMap<Duplex, Connection>()

  constructor(o: { readonly limits: HttpLimits; readonly bodies: BodyReader; readonly desk: ChargingDesk }) {
    const { limits, bodies, desk } = o
    this.#server = createServer({
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.requestMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: Math.min(1_000, limits.requestMs),
      // The door has an idle limit of its own, for both versions.
      keepAliveTimeout: 0,
    })
    // It never listens, the door does; but its clocks for slow requests start with this event.
    this.#server.emit('listening')
    this.#server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const connection = this.#connections.get(request.socket)
      if (connection === undefined) return
      connection.opened()
      bodies.read(request, {
        isWhole: () => request.complete,
        then: (read) => {
          const exchange = new Http1Exchange(asCame(request, read.ok ? read.body : read.soFar), response, connection)
          if (!read.ok) exchange.endAfterAnswer()
          desk.take(exchange, read.ok ? undefined : read)
        },
        brokenOff: (soFar) => connection.garbage(textOf(asCame(request, soFar)), BROKEN_OFF),
      })
    })
    this.#server.on('clientError', (error: Error & { rawPacket?: Buffer; code?: string }, stream: Duplex) => {
      const connection = this.#connections.get(stream)
      // a broken connection is the end of it, and nobody's bytes
      if (error.code?.startsWith('E') === true && !error.code.startsWith('ERR_')) return void stream.destroy()
      connection?.garbage(error.rawPacket ?? connection.gate.lastRead, `no HTTP/1.1: ${error.message}`)
      const status = STATUS[error.code ?? ''] ?? '400 Bad Request'
      if (stream.writable) stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
      else stream.destroy()
    })
  }

  serve(stream: Duplex, connection: Connection): void {
    this.#connections.set(stream, connection)
    this.#server.emit('connection', stream)
    stream.resume() // it was paused to look at its first octets
  }

  /** Ends its clocks. */
  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

class Http1Exchange implements Exchange {
  readonly request: ExchangeRequest
  readonly can = CAN_HTTP
  readonly isBare = true
  readonly conn: number
  readonly flow: Connection['flow']
  readonly scheme: string
  readonly #response: ServerResponse
  readonly #connection: Connection
  #isDone = false

  constructor(request: ExchangeRequest, response: ServerResponse, connection: Connection) {
    this.request = request
    this.conn = connection.conn
    this.flow = connection.flow
    this.scheme = connection.scheme
    this.#response = response
    this.#connection = connection
    response.sendDate = false
    response.on('error', () => undefined)
  }

  get isOpen(): boolean {
    return !this.#isDone && !this.#response.destroyed && !this.#connection.gate.destroyed
  }

  /** What follows on the connection cannot be told from the rest of this request. */
  endAfterAnswer(): void {
    this.#response.shouldKeepAlive = false
  }

  dressed({ status, fields, body }: OutgoingAnswer): OutgoingAnswer {
    const connection = this.#response.shouldKeepAlive ? 'keep-alive' : 'close'
    return { status, fields: [...fields, ['date', new Date().toUTCString()], ['connection', connection]], body }
  }

  send({ status, fields, body }: OutgoingAnswer): void {
    this.#isDone = true
    this.#response.writeHead(status, fields.flat())
    this.#response.end(body)
  }

  spoil(answer: OutgoingAnswer, how: Spoiling): void {
    this.#isDone = true
    const stream = this.#response.socket
    if ('bytes' in how) {
      stream?.write(how.bytes, () => this.close())
      return
    }
    if (how.how === 'text') return this.send(answer)
    this.#response.writeHead(answer.status, answer.fields.flat())
    this.#response.write(answer.body, () => this.close())
  }

  close(): void {
    this.#isDone = true
    this.#connection.close()
  }

  reset(): void {
    this.#isDone = true
    this.#connection.reset()
  }
}

// The body is without its transfer coding, so its length stands where the coding stood.
function asCame(request: IncomingMessage, body: Buffer): ExchangeRequest {
  const raw = request.rawHeaders
  const fields = raw.flatMap((name, i): readonly Field[] => {
    if (i % 2 !== 0) return []
    if (name.toLowerCase() === 'transfer-encoding') return [['content-length', String(body.length)]]
    return [[name, raw[i + 1] ?? '']]
  })
  const version = request.httpVersion === '1.0' ? '1.0' : '1.1'
  return { method: request.method ?? '', path: request.url ?? '', fields, body, version }
}
