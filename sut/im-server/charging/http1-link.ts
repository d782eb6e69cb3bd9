// HTTP/1.1 to one Charging Enabler: connections as node:http's agent makes them. It is open until a request finds nobody.
import type { Field, OutgoingRequest } from '@ch1/charging-http'
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { MOST_ANSWER_BYTES, type HttpAnswer, type HttpLink, type HttpLinkOptions } from './http-link'

export class Http1Link implements HttpLink {
  private readonly o: HttpLinkOptions
  private readonly agent: HttpAgent | HttpsAgent
  private readonly isSecure: boolean
  private open = false
  private closing = false
  private retry: NodeJS.Timeout | undefined

  constructor(o: HttpLinkOptions) {
    this.o = o
    this.isSecure = o.url.startsWith('https:')
    this.agent = this.isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  }

  get isOpen(): boolean {
    return this.open
  }

  start(): void {
    if (this.closing) return
    this.open = true
    this.o.on.opened()
  }

  request(message: OutgoingRequest, then: (answer: HttpAnswer) => void): void {
    if (!this.open) throw new Error('the link is not open')
    const { method, path, fields, body } = message
    const send = this.isSecure ? requestHttps : requestHttp
    const sent = send(new URL(path, this.o.url), { method, agent: this.agent, headers: Object.fromEntries(fields) })
    sent.setTimeout(this.o.answerMs, () => sent.destroy(new Error(GIVEN_UP)))
    sent.on('error', (error) => this.failed(error.message))
    sent.on('response', (response) => whole(response, then))
    sent.end(body)
  }

  close(): Promise<void> {
    this.closing = true
    this.open = false
    clearTimeout(this.retry)
    this.agent.destroy()
    return Promise.resolve()
  }

  private failed(why: string): void {
    if (!this.open || this.closing || why === GIVEN_UP) return
    this.open = false
    this.o.on.lost(why)
    this.retry = setTimeout(() => this.start(), this.o.tcMs)
  }
}

const GIVEN_UP = 'no answer in time'

function whole(response: IncomingMessage, then: (answer: HttpAnswer) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  response.on('error', () => undefined)
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > MOST_ANSWER_BYTES) response.destroy()
    else chunks.push(chunk)
  })
  response.on('end', () => {
    if (!response.complete || length > MOST_ANSWER_BYTES) return
    const raw = response.rawHeaders
    const fields = raw.flatMap((name, i): readonly Field[] => (i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : []))
    then({ status: response.statusCode ?? 0, fields, body: Buffer.concat(chunks) })
  })
}
