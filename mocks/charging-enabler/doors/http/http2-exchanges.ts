// HTTP/2 on a connection of the door: streams become exchanges, PING shows that the other end lives.
import type { Field, OutgoingAnswer } from '@ch1/charging-http'
import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import type { BodyReader } from './body'
import { CAN_HTTP } from './can'
import type { ChargingDesk } from './charging-desk'
import type { Connection } from './connection'
import { BROKEN_OFF, textOf, type Exchange, type ExchangeRequest, type Spoiling } from './exchange'
import type { HttpLimits } from './http-limits'

/** Serves streams that began with the preface, or agreed on h2 by ALPN. */
export class Http2Exchanges {
  readonly #server: Http2Server
  readonly #connections = new WeakMap<object, Connection>()
  /** The connection whose session is being made just now. */
  #adopting: Connection | undefined

  constructor(o: { readonly limits: HttpLimits; readonly bodies: BodyReader; readonly desk: ChargingDesk }) {
    const { limits, bodies, desk } = o
    this.#server = createServer({
      settings: { maxConcurrentStreams: limits.maxStreams, maxHeaderListSize: limits.maxHeaderBytes, enablePush: false },
      maxSessionInvalidFrames: 100,
      maxSessionRejectedStreams: 100,
      // MB: frames and fields of one connection, bodies aside.
      maxSessionMemory: 10,
    })
    this.#server.on('session', (session: ServerHttp2Session) => this.#adopt(session))
    this.#server.on('sessionError', (error: NodeJS.ErrnoException, session: ServerHttp2Session) => {
      const connection = this.#connections.get(session)
      // what the socket complains of is the end of a connection, and nobody's bytes
      if (error.code?.startsWith('ERR_HTTP2') === true)
        connection?.garbage(connection.gate.lastRead, `no HTTP/2: ${error.message}`)
      connection?.gate.destroy()
    })
    this.#server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, raw: string[]) => {
      stream.on('error', () => undefined)
      const connection = stream.session === undefined ? undefined : this.#connections.get(stream.session)
      if (connection === undefined) return void stream.destroy()
      connection.opened()
      const length = raw.reduce((sum, one) => sum + one.length, 0)
      if (length > limits.maxHeaderBytes) {
        const detail = `${limits.maxHeaderBytes} octets of header fields are taken, ${length} came`
        const problem = { status: 431, title: 'the header fields are too long', detail }
        return desk.take(new Http2Exchange(asCame(headers, raw, Buffer.alloc(0)), stream, connection), problem)
      }
      bodies.read(stream, {
        isWhole: () => !stream.aborted && stream.rstCode === constants.NGHTTP2_NO_ERROR,
        then: (read) => {
          const request = asCame(headers, raw, read.ok ? read.body : read.soFar)
          desk.take(new Http2Exchange(request, stream, connection), read.ok ? undefined : read)
        },
        brokenOff: (soFar) => connection.garbage(textOf(asCame(headers, raw, soFar)), BROKEN_OFF),
      })
    })
  }

  serve(stream: Duplex, connection: Connection): void {
    this.#adopting = connection
    this.#server.emit('connection', stream)
    this.#adopting = undefined
  }

  close(): void {
    this.#server.close()
  }

  #adopt(session: ServerHttp2Session): void {
    const connection = this.#adopting
    if (connection === undefined) return session.destroy()
    connection.session = session
    this.#connections.set(session, connection)
    session.once('remoteSettings', () => connection.opened())
    connection.gate.once('close', () => session.destroy())
  }
}

class Http2Exchange implements Exchange {
  readonly request: ExchangeRequest
  readonly can = CAN_HTTP
  readonly isBare = false
  readonly conn: number
  readonly flow: Connection['flow']
  readonly scheme: string
  readonly #stream: ServerHttp2Stream
  readonly #connection: Connection

  constructor(request: ExchangeRequest, stream: ServerHttp2Stream, connection: Connection) {
    this.request = request
    this.conn = connection.conn
    this.flow = connection.flow
    this.scheme = connection.scheme
    this.#stream = stream
    this.#connection = connection
    stream.on('error', () => undefined)
  }

  get isOpen(): boolean {
    return !this.#stream.closed && !this.#stream.destroyed && !this.#stream.headersSent && !this.#connection.gate.destroyed
  }

  dressed({ status, fields, body }: OutgoingAnswer): OutgoingAnswer {
    return { status, fields: [...fields, ['date', new Date().toUTCString()]], body }
  }

  send({ status, fields, body }: OutgoingAnswer): void {
    this.#stream.respond(headersOf(status, fields), { endStream: body.length === 0 })
    if (body.length > 0) this.#stream.end(body)
    // RFC 9113 §8.1 — the answer is whole before the request is: the rest of it is not wanted.
    if (!this.#stream.readableEnded) this.#stream.once('finish', () => this.#stream.close(constants.NGHTTP2_NO_ERROR))
  }

  spoil(answer: OutgoingAnswer, how: Spoiling): void {
    if (!('how' in how) || how.how === 'text') return this.send(answer)
    this.#stream.respond(headersOf(answer.status, answer.fields))
    this.#stream.write(answer.body, () => this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR))
  }

  close(): void {
    this.#connection.close()
  }

  reset(): void {
    this.#connection.reset()
  }
}

function headersOf(status: number, fields: readonly Field[]): OutgoingHttpHeaders {
  return { ':status': status, ...Object.fromEntries(fields) }
}

function asCame(headers: IncomingHttpHeaders, raw: readonly string[], body: Buffer): ExchangeRequest {
  const pairs = raw.flatMap((name, i): readonly Field[] => (i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : []))
  const pseudo = (name: string): string => pairs.find(([one]) => one === name)?.[1] ?? ''
  const authority = headers[':authority']
  const host: readonly Field[] = authority === undefined ? [] : [['host', authority]]
  const others = pairs.filter(([name]) => !name.startsWith(':') && !(name === 'host' && authority !== undefined))
  return { method: pseudo(':method'), path: pseudo(':path'), fields: [...host, ...others], body, version: '2' }
}
