// What the HTTP and nock doors do with a request: history, schema, rules, answer. Above this line there are only CH-1 words.
import {
  operationOf,
  problemAnswer,
  readChargingRequest,
  scalarsAt,
  plainAt,
  writeChargingAnswer,
  writeHttpText,
  fieldOf,
  type ChargingRequest,
  type OutgoingAnswer,
  type ProblemDetails,
} from '@ch1/charging-http'
import { STATUS_CODES } from 'node:http'
import type { Binding } from '../../../../judge/history/events'
import { base64 } from '../../../recorder'
import type { Answer, Ch1Request } from '../../rules'
import type { AnswerPort, DoorSite, Malformed } from '../door'
import { textOf, type Exchange, type Spoiling } from './exchange'
import { bytesOfHex } from '../diameter/malformed-answer'
import { KnownRequests } from './known-requests'

/** The rule's name in the history where the door itself refused what is no request of the binding. */
export const SCHEMA_RULE = 'schema'

/** What it is made of. */
export interface ChargingDeskOptions {
  readonly site: DoorSite
  readonly door: Exclude<Binding, 'diameter'>
  /** Names a new resource; unique over all enablers of a journal. */
  readonly newRef: () => string
  /** Time of answers. */
  readonly now: () => Date
  /** Told when a request was refused for what it is, before any rule was asked. */
  readonly refused?: (exchange: Exchange, problem: ProblemDetails) => void
}

/** Takes the exchanges of all connections of a door. */
export class ChargingDesk {
  readonly #o: ChargingDeskOptions
  readonly #known = new KnownRequests()
  #exchanges = 0

  constructor(o: ChargingDeskOptions) {
    this.#o = o
  }

  /** A whole request. `problem`: the door refuses it for its form (too long, too slow), whatever it says. */
  take(exchange: Exchange, problem?: { readonly status: number; readonly title: string; readonly detail: string }): void {
    const number = (this.#exchanges += 1)
    const event = this.#record('fromSut', exchange, number, textOf(exchange.request))
    const read = problem ? undefined : readChargingRequest(exchange.request)
    if (read?.ok) return this.#ask(exchange, number, event, read.request)
    const refusal = problem
      ? { status: problem.status, title: problem.title, detail: problem.detail }
      : { ...read?.problem, status: read?.status ?? 400 }
    this.#o.refused?.(exchange, refusal)
    const allow = read?.allow === undefined ? [] : [['allow', read.allow] as const]
    this.#send(exchange, number, problemAnswer(refusal, allow), SCHEMA_RULE)
  }

  #ask(exchange: Exchange, exchangeNumber: number, event: number, request: ChargingRequest): void {
    const { site, door, now } = this.#o
    const known = this.#known.find(request)
    const ref = request.ref ?? known?.ref ?? this.#o.newRef()
    const seen = new HttpRequest(request, ref, event, door)
    const remember = this.#known.remember(request, ref)
    const origin = `${exchange.scheme}://${fieldOf(exchange.request.fields, 'host') ?? ''}`
    const plain = (answer: Answer): OutgoingAnswer =>
      writeChargingAnswer({
        operation: operationOf(request.type),
        resultCode: answer.resultCode,
        ref,
        number: numberOf(answer, seen.number),
        at: now().toISOString(),
        origin,
        interimIntervalS: answer.interimIntervalS,
      })
    const port: AnswerPort = {
      can: exchange.can,
      answer: (answer, rule) => {
        if (!exchange.isOpen) return
        remember(answer)
        this.#send(exchange, exchangeNumber, plain(answer), rule)
      },
      malformed: (action, rule) => this.#spoil(exchange, exchangeNumber, plain({ resultCode: 2001 }), action, rule),
      close: () => exchange.close(),
      reset: () => exchange.reset(),
      disconnect: () => undefined,
    }
    site.desk.take(seen, port, request.resent && known?.answer !== undefined ? { before: known.answer } : {})
  }

  #send(exchange: Exchange, number: number, answer: OutgoingAnswer, rule: string): void {
    if (!exchange.isOpen) return
    const dressed = exchange.dressed(answer)
    this.#recordAnswer(exchange, number, dressed, rule)
    exchange.send(dressed)
  }

  #spoil(exchange: Exchange, number: number, answer: OutgoingAnswer, action: Malformed, rule: string): void {
    const how = spoilingOf(action)
    if (!exchange.isOpen || how === undefined) return
    if ('bytes' in how && exchange.isBare) {
      const { bytes } = how
      this.#o.site.record({
        kind: 'garbage',
        plane: 'ch1',
        flow: exchange.flow,
        bytes: base64(bytes),
        why: `sent on purpose, by ${rule}`,
      })
      return exchange.spoil(answer, how)
    }
    const spoilt = exchange.dressed(spoiltAnswer(answer, how))
    this.#recordAnswer(exchange, number, spoilt, rule)
    exchange.spoil(spoilt, how)
  }

  #recordAnswer(exchange: Exchange, number: number, { status, fields, body }: OutgoingAnswer, rule: string): void {
    const reason = STATUS_CODES[status] ?? ''
    const startLine = `HTTP/${exchange.request.version} ${status} ${reason}`.trimEnd()
    this.#record('toSut', exchange, number, writeHttpText({ startLine, fields, body }), rule)
  }

  #record(dir: 'toSut' | 'fromSut', { conn, flow }: Exchange, exchange: number, bytes: Uint8Array, rule?: string): number {
    const { site, door } = this.#o
    return site.record({
      ...{ kind: 'ch1', dir, door, enabler: site.name, conn, flow, exchange },
      bytes: base64(bytes),
      ...(rule === undefined ? {} : { rule }),
    })
  }
}

/** A request over HTTP as the rules see it. */
class HttpRequest implements Ch1Request {
  readonly kind: Ch1Request['kind']
  readonly session: string
  readonly number: number
  readonly resent: boolean
  readonly event: number
  readonly door: Binding
  readonly origin: string | undefined
  readonly #data: ChargingRequest['data']

  constructor(request: ChargingRequest, session: string, event: number, door: Binding) {
    const [number] = scalarsAt(request.data, 'Accounting-Record-Number')
    const [origin] = scalarsAt(request.data, 'Origin-Host')
    this.kind = request.type
    this.session = session
    this.number = Number(number)
    this.resent = request.resent
    this.event = event
    this.door = door
    this.origin = typeof origin === 'string' ? origin : undefined
    this.#data = { 'Session-Id': session, ...request.data }
  }

  values(path: string): readonly (string | number)[] {
    return scalarsAt(this.#data, path)
  }

  has(path: string): boolean {
    return plainAt(this.#data, path).length > 0
  }
}

function numberOf({ recordNumber }: Answer, number: number): number {
  return recordNumber === 'wrong' ? (number + 1) % 2 ** 32 : (recordNumber ?? number)
}

function spoilingOf(action: Malformed): Spoiling | undefined {
  if ('how' in action) return action.how === 'truncated' || action.how === 'text' ? { how: action.how } : undefined
  const bytes = bytesOfHex(action.bytes)
  return bytes === undefined ? undefined : { bytes }
}

/** A message of the right form with the wrong body; a truncated one is announced whole. */
function spoiltAnswer({ status, fields, body }: OutgoingAnswer, how: Spoiling): OutgoingAnswer {
  if ('how' in how && how.how === 'truncated' && body.length > 0)
    return { status, fields, body: body.subarray(0, body.length >> 1) }
  const instead = 'bytes' in how ? how.bytes : new TextEncoder().encode('this is no JSON')
  const others = fields.filter(([name]) => name !== 'content-type' && name !== 'content-length')
  const announced = 'how' in how && how.how === 'truncated' ? 2 * instead.length : instead.length
  const type = [
    ['content-type', 'application/json'],
    ['content-length', String(announced)],
  ] as const
  return { status: status === 204 ? 200 : status, fields: [...type, ...others], body: instead }
}
