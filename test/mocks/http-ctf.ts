// A charging client over HTTP for tests: a raw HTTP/2 session or single HTTP/1.1 requests, nothing of the reference server's.
import { request as request1, type Agent } from 'node:http'
import { connect, type ClientHttp2Session, type ClientSessionOptions, type SecureClientSessionOptions } from 'node:http2'
import { readChargingAnswer, writeChargingRequest, type Field, type ReadAnswer, type RecordType } from '@ch1/charging-http'
import { INTERIM } from '../charging-http/sample-record'

/** An answer as it came. */
export interface CameBack {
  readonly status: number
  readonly fields: readonly Field[]
  readonly text: string
  readonly read: ReadAnswer
}

/** A record to be sent. */
export interface Asked {
  readonly type?: RecordType
  readonly ref?: string
  readonly number?: number
  readonly resent?: boolean
  readonly key?: string
  readonly without?: boolean
}

/** A message to be sent as it is. */
export interface Raw {
  readonly method?: string
  readonly path: string
  readonly fields?: readonly Field[]
  readonly body?: string | Uint8Array
}

/** The message of a record. */
export function messageOf({ type = 'interim', ref = 'r1', number = 1, resent, key }: Asked = {}): Raw {
  const isCreate = type === 'start' || type === 'event'
  return writeChargingRequest({
    type,
    ...(isCreate ? {} : { ref }),
    ...(resent === undefined ? {} : { resent }),
    ...(key === undefined ? {} : { key }),
    data: { ...INTERIM, 'Accounting-Record-Number': number },
  })
}

/** An HTTP/2 client with prior knowledge (`http:`) or TLS (`https:`). */
export class Http2Ctf {
  readonly session: ClientHttp2Session
  readonly errors: string[] = []
  #isClosed = false

  constructor(url: string, o: ClientSessionOptions | SecureClientSessionOptions = {}) {
    this.session = connect(url, o)
    this.session.on('error', (error: Error) => this.errors.push(error.message))
    this.session.once('close', () => (this.#isClosed = true))
  }

  ask(asked: Asked = {}): Promise<CameBack> {
    return this.send(messageOf(asked))
  }

  send({ method = 'POST', path, fields = [], body = '' }: Raw): Promise<CameBack> {
    return new Promise((resolve, reject) => {
      const others = fields.filter(([name]) => name !== 'content-length')
      const stream = this.session.request({ ':method': method, ':path': path, ...Object.fromEntries(others) })
      const chunks: Buffer[] = []
      let status = 0
      let came: readonly Field[] = []
      stream.on('response', (headers) => {
        status = Number(headers[':status'])
        came = Object.entries(headers).flatMap(([name, value]): readonly Field[] =>
          name.startsWith(':') ? [] : [[name, String(value)]],
        )
      })
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', reject)
      stream.on('close', () => (status === 0 ? reject(new Error('no answer')) : undefined))
      stream.on('end', () => (status === 0 ? undefined : resolve(cameBack(status, came, Buffer.concat(chunks)))))
      stream.end(Buffer.from(body))
    })
  }

  closed(): Promise<void> {
    return new Promise((resolve) => (this.#isClosed ? resolve() : this.session.once('close', resolve)))
  }

  async close(): Promise<void> {
    const ended = this.closed()
    this.session.destroy()
    await ended
  }
}

/** One request over HTTP/1.1. */
export function http1(port: number, message: Raw, agent?: Agent): Promise<CameBack> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', path, fields = [], body = '' } = message
    const o = {
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: Object.fromEntries(fields),
      ...(agent === undefined ? {} : { agent }),
    }
    const sent = request1(o, (response) => {
      const chunks: Buffer[] = []
      const raw = response.rawHeaders
      const came = raw.flatMap((name, i): readonly Field[] => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? '']] : []))
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => resolve(cameBack(response.statusCode ?? 0, came, Buffer.concat(chunks))))
    })
    sent.on('error', reject)
    sent.end(Buffer.from(body))
  })
}

function cameBack(status: number, fields: readonly Field[], body: Buffer): CameBack {
  return { status, fields, text: body.toString('utf8'), read: readChargingAnswer({ status, fields, body }) }
}
