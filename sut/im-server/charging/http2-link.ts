// HTTP/2 to one Charging Enabler: prior knowledge for http:, ALPN for https:; one connection, made again when it breaks.
import type { Field, OutgoingRequest } from '@ch1/charging-http'
import { connect, constants, type ClientHttp2Session } from 'node:http2'
import { MOST_ANSWER_BYTES, type HttpAnswer, type HttpLink, type HttpLinkOptions } from './http-link'

export class Http2Link implements HttpLink {
  private readonly o: HttpLinkOptions
  private session: ClientHttp2Session | undefined
  private open = false
  private closing = false
  private retry: NodeJS.Timeout | undefined
  private watch: NodeJS.Timeout | undefined

  constructor(o: HttpLinkOptions) {
    this.o = o
  }

  get isOpen(): boolean {
    return this.open
  }

  start(): void {
    const session = connect(this.o.url)
    this.session = session
    let why = 'closed'
    session.on('error', (error: Error) => (why = error.message))
    session.on('goaway', () => this.ended(session, 'GOAWAY'))
    // Both ends have told their settings: the counterpart of a capabilities exchange.
    session.once('remoteSettings', () => this.began(session))
    session.once('close', () => this.ended(session, why))
  }

  request(message: OutgoingRequest, then: (answer: HttpAnswer) => void): void {
    if (!this.session || !this.open) throw new Error('the link is not open')
    const fields = message.fields.filter(([name]) => name !== 'content-length')
    const stream = this.session.request({
      ':method': message.method,
      ':path': message.path,
      ...Object.fromEntries(fields),
      'content-length': message.body.length,
    })
    const chunks: Buffer[] = []
    let length = 0
    let head: { readonly status: number; readonly fields: readonly Field[] } | undefined
    stream.setTimeout(this.o.answerMs, () => stream.close(constants.NGHTTP2_CANCEL))
    stream.on('error', () => undefined) // no answer: the record goes again by its own timer
    stream.on('response', (headers) => {
      const came = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
      head = { status: Number(headers[':status']), fields: came.map(([name, value]) => [name, String(value)]) }
    })
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > MOST_ANSWER_BYTES) stream.close(constants.NGHTTP2_CANCEL)
      else chunks.push(chunk)
    })
    stream.on('end', () => {
      if (head && length <= MOST_ANSWER_BYTES && stream.rstCode === constants.NGHTTP2_NO_ERROR)
        then({ ...head, body: Buffer.concat(chunks) })
    })
    stream.end(message.body)
  }

  close(): Promise<void> {
    this.closing = true
    clearTimeout(this.retry)
    clearInterval(this.watch)
    const { session } = this
    this.open = false
    if (!session || session.destroyed) return Promise.resolve()
    return new Promise((resolve) => {
      session.once('close', () => resolve())
      session.destroy()
    })
  }

  private began(session: ClientHttp2Session): void {
    if (this.closing || this.session !== session) return
    this.open = true
    this.watch = setInterval(() => this.ping(session), this.o.twMs)
    this.o.on.opened()
  }

  private ping(session: ClientHttp2Session): void {
    if (session.destroyed) return
    const timer = setTimeout(() => session.destroy(new Error('PING unanswered')), this.o.twMs)
    const isSent = session.ping(() => clearTimeout(timer))
    if (!isSent) clearTimeout(timer)
  }

  private ended(session: ClientHttp2Session, why: string): void {
    if (this.session !== session) return
    this.session = undefined
    this.open = false
    clearInterval(this.watch)
    if (!session.destroyed) session.destroy()
    if (this.closing) return
    this.o.on.lost(why)
    this.retry = setTimeout(() => this.start(), this.o.tcMs)
  }
}
