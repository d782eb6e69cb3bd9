// The answer to a charging request: a Response of CH-1 as status, fields and body, and back.
import type { Field } from './http-text'
import { fieldOf } from './http-text'
import { JSON_TYPE, pathOf, PROBLEM_TYPE, refOfLocation } from './request'
import { causeOf, resultCodeOf, statusOf, type Operation } from './result-code'
import { EXTENSION } from './mapping'
import { chargingDataResponseSchema, problemDetailsSchema, type ChargingDataResponse, type ProblemDetails } from './schema'

/** An answer ready to be sent. Field names are lower case. */
export interface OutgoingAnswer {
  readonly status: number
  readonly fields: readonly Field[]
  readonly body: Uint8Array
}

/** What an answer says, whatever it lacks. */
export interface ReadAnswer {
  /** Undefined where the status is no final answer. */
  readonly resultCode: number | undefined
  /** The resource that a create made. */
  readonly ref?: string
  /** Where else to ask (307, 308): the Location, as it came. */
  readonly redirect?: string
  readonly retryAfterS?: number
  /** invocationSequenceNumber of the body; a 204 has none. */
  readonly number?: number
  readonly interimIntervalS?: number
  readonly problem?: ProblemDetails
}

/** What an answer is made of. */
export interface AnswerPlan {
  readonly operation: Operation
  readonly resultCode: number
  /** The resource: its Location goes with a 201. */
  readonly ref: string
  /** Repeats the request's. */
  readonly number: number
  /** ISO 8601, the time of answering. */
  readonly at: string
  /** `http://127.0.0.1:8080` in front of the Location's path; a bare path without it. */
  readonly origin?: string
  readonly interimIntervalS?: number | undefined
  readonly detail?: string | undefined
  /** Of a 503; default 1. */
  readonly retryAfterS?: number | undefined
  /** Of a 307: where to ask instead. */
  readonly redirect?: string | undefined
}

/** The answer with this Result-Code. */
export function writeChargingAnswer(plan: AnswerPlan): OutgoingAnswer {
  const status = statusOf(plan.resultCode, plan.operation)
  if (status >= 300) {
    const { resultCode, detail, operation, ref } = plan
    const retry = status === 503 ? [['retry-after', String(plan.retryAfterS ?? 1)] as const] : []
    // RFC 9110 §15.4.8 — a 307 tells where; without another place it can only be this one again.
    const target = plan.redirect ?? (plan.origin ?? '') + pathOf(operation, ref)
    const location = status === 307 ? [['location', target] as const] : []
    const cause = causeOf(resultCode)
    return problemAnswer({ title: cause, status, cause, ...(detail === undefined ? {} : { detail }) }, [...retry, ...location])
  }
  if (status === 204) return { status, fields: [], body: new Uint8Array() }
  const body: ChargingDataResponse = {
    invocationTimeStamp: plan.at,
    invocationSequenceNumber: plan.number,
    ...(plan.interimIntervalS === undefined ? {} : { [EXTENSION]: { acctInterimInterval: plan.interimIntervalS } }),
  }
  const location = status === 201 ? [['location', (plan.origin ?? '') + pathOf('resource', plan.ref)] as const] : []
  return withJson(status, JSON_TYPE, body, location)
}

/** An answer that is a problem, as the door makes it for a request that is none. */
export function problemAnswer(
  problem: ProblemDetails & { readonly status: number },
  more: readonly Field[] = [],
): OutgoingAnswer {
  return withJson(problem.status, PROBLEM_TYPE, problem, more)
}

/** Reads an answer. Never throws: a body that cannot be read says nothing. */
export function readChargingAnswer(o: {
  readonly status: number
  readonly fields: readonly Field[]
  readonly body: Uint8Array
}): ReadAnswer {
  const json = jsonOf(o.body)
  const problem = o.status >= 300 ? problemDetailsSchema.safeParse(json).data : undefined
  const response = o.status < 300 ? chargingDataResponseSchema.safeParse(json).data : undefined
  const location = fieldOf(o.fields, 'location')
  const ref = o.status === 201 && location !== undefined ? refOfLocation(location) : undefined
  const redirect = o.status === 307 || o.status === 308 ? location : undefined
  const retryAfterS = Number(fieldOf(o.fields, 'retry-after') ?? NaN)
  const interimIntervalS = response?.[EXTENSION]?.acctInterimInterval
  return {
    resultCode: resultCodeOf(o.status, problem?.cause),
    ...(ref === undefined ? {} : { ref }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(Number.isInteger(retryAfterS) && retryAfterS >= 0 ? { retryAfterS } : {}),
    ...(response === undefined ? {} : { number: response.invocationSequenceNumber }),
    ...(interimIntervalS === undefined ? {} : { interimIntervalS }),
    ...(problem === undefined ? {} : { problem }),
  }
}

function withJson(status: number, type: string, body: object, more: readonly Field[]): OutgoingAnswer {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  return { status, fields: [['content-type', type], ['content-length', String(bytes.length)], ...more], body: bytes }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
