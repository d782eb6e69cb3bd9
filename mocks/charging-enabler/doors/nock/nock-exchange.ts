// One intercepted call: what nock has of it as a request, and its answer as nock wants it.
import type { Field, OutgoingAnswer } from '@ch1/charging-http'
import type { Flow } from '../../../../judge/history/events'
import { CAN_HTTP } from '../http/can'
import type { Exchange, ExchangeRequest } from '../http/exchange'

/** Status, body and fields, as nock replies. */
export type Reply = [status: number, body: Buffer, headers: Record<string, string>]

/** Who waits for the reply. */
export interface Caller {
  reply(reply: Reply): void
  fail(error: Error): void
}

/** A call that has one answer, or an error, or none. */
export class NockExchange implements Exchange {
  readonly request: ExchangeRequest
  readonly conn: number
  readonly flow: Flow
  readonly scheme: string
  readonly can = CAN_HTTP
  readonly isBare = false
  readonly #caller: Caller
  #isOpen = true

  constructor(o: {
    readonly request: ExchangeRequest
    readonly conn: number
    readonly flow: Flow
    readonly scheme: string
    readonly caller: Caller
  }) {
    this.request = o.request
    this.conn = o.conn
    this.flow = o.flow
    this.scheme = o.scheme
    this.#caller = o.caller
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  dressed(answer: OutgoingAnswer): OutgoingAnswer {
    return answer
  }

  send({ status, fields, body }: OutgoingAnswer): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#caller.reply([status, Buffer.from(body), Object.fromEntries(fields)])
  }

  spoil(answer: OutgoingAnswer): void {
    this.send(answer)
  }

  close(): void {
    this.#fail('socket hang up')
  }

  reset(): void {
    this.#fail('read ECONNRESET')
  }

  #fail(message: string): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#caller.fail(Object.assign(new Error(message), { code: 'ECONNRESET' }))
  }
}

/** A request whose body nock holds as text: UTF-8, or hex digits where it was none. Field names are lower case, as nock keeps them. */
export function nockRequest(o: {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}): ExchangeRequest {
  const fields = Object.entries(o.headers).map(([name, value]): Field => [name.toLowerCase(), String(value)])
  const length = Number(fields.find(([name]) => name === 'content-length')?.[1] ?? NaN)
  const isHex = length === o.text.length / 2 && /^([0-9a-f]{2})+$/.test(o.text)
  return { method: o.method, path: o.path, fields, body: Buffer.from(o.text, isHex ? 'hex' : 'utf8'), version: '1.1' }
}
