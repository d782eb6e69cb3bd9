// A charging request: how CH-1's words become method, path, fields and body, and how they are read back and found fault with.
import type { z } from 'zod'
import { bodyOf, dataOf } from './convert'
import { fieldOf, type Field } from './http-text'
import type { PlainGroup } from './plain-data'
import { causeOf, type Operation } from './result-code'
import { chargingDataRequestSchema, type ChargingDataRequest, type ProblemDetails } from './schema'

/** SessionRequest(start | interim | stop) or EventRequest. */
export type RecordType = 'start' | 'interim' | 'stop' | 'event'

/** First segments of every path: an API name of our own, because 3GPP's promises what this binding does not keep. */
export const API_ROOT = '/ch1-offlinecharging/v1'
const COLLECTION = `${API_ROOT}/offlinechargingdata`
/** The field that is equal in every sending of one record, as Diameter's End-to-End Identifier is. */
export const KEY_FIELD = 'idempotency-key'
export const JSON_TYPE = 'application/json'
export const PROBLEM_TYPE = 'application/problem+json'

/** A request in CH-1's words. */
export interface ChargingRequest {
  readonly type: RecordType
  /** The resource, as the Location of the create's answer named it; a create has none. */
  readonly ref: string | undefined
  /** Idempotency-Key, if there is one. */
  readonly key: string | undefined
  /** retransmissionIndicator: sent before, perhaps received before. */
  readonly resent: boolean
  /** What it reports, under the names of AVPs; `Session-Id` (of update and release) and `Accounting-Record-Type` among them. */
  readonly data: PlainGroup
}

/** A message ready to be sent. Field names are lower case. */
export interface OutgoingRequest {
  readonly method: 'POST'
  readonly path: string
  readonly fields: readonly Field[]
  readonly body: Uint8Array
}

/** What came: any method, path, fields and body. */
export interface IncomingRequest {
  readonly method: string
  readonly path: string
  readonly fields: readonly Field[]
  readonly body: Uint8Array
}

/** A readable request, or how to refuse it. `json` is the body as it came, once it was JSON. */
export type ReadRequest =
  | { readonly ok: true; readonly request: ChargingRequest; readonly body: ChargingDataRequest }
  | { readonly ok: false; readonly status: number; readonly allow?: 'POST'; readonly problem: ProblemDetails }

const OPERATION: Readonly<Record<RecordType, Operation>> = {
  start: 'create',
  event: 'create',
  interim: 'update',
  stop: 'release',
}
// RFC 6733 §9.8.1
const RECORD_TYPE_AVP: Readonly<Record<RecordType, number>> = { event: 1, start: 2, interim: 3, stop: 4 }

/** The operation that carries a record of this type. */
export function operationOf(type: RecordType): Operation {
  return OPERATION[type]
}

/** Path of a request, and of the resource in a Location. */
export function pathOf(operation: Operation | 'resource', ref = ''): string {
  if (operation === 'create') return COLLECTION
  const resource = `${COLLECTION}/${encodeURIComponent(ref)}`
  return operation === 'resource' ? resource : `${resource}/${operation}`
}

/** The resource that a Location (a path or an absolute URI) names; undefined where it names none of ours. */
export function refOfLocation(location: string): string | undefined {
  const path = location.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
  const match = new RegExp(`${COLLECTION}/([^/?#]+)/?$`).exec(path.replace(/[?#].*$/, ''))
  return match?.[1] === undefined ? undefined : decoded(match[1])
}

/**
 * The message of a record. `ref` is needed for interim and stop. Throws ChargingDataError where the data lacks what the binding requires,
 * and RangeError without `ref`.
 */
export function writeChargingRequest(o: {
  readonly type: RecordType
  readonly ref?: string | undefined
  readonly key?: string | undefined
  readonly resent?: boolean
  readonly data: PlainGroup
}): OutgoingRequest {
  const operation = operationOf(o.type)
  if (operation !== 'create' && o.ref === undefined) throw new RangeError(`${operation} needs the ref of its resource`)
  const body = new TextEncoder().encode(
    JSON.stringify(bodyOf(o.data, { resent: o.resent ?? false, oneTimeEvent: o.type === 'event' })),
  )
  return {
    method: 'POST',
    path: pathOf(operation, o.ref),
    fields: [
      ['content-type', JSON_TYPE],
      ['accept', `${JSON_TYPE}, ${PROBLEM_TYPE}`],
      ...(o.key === undefined ? [] : [[KEY_FIELD, o.key] as const]),
      ['content-length', String(body.length)],
    ],
    body,
  }
}

/** Reads a request, and says how to answer one that is none. Never throws. */
export function readChargingRequest({ method, path, fields, body }: IncomingRequest): ReadRequest {
  const target = targetOf(path)
  if (!target)
    return refused(
      404,
      'no such resource',
      `there is ${COLLECTION}, and below a resource of it /update and /release; ${path} came`,
    )
  if (method !== 'POST')
    return { ...refused(405, 'method not allowed', `POST is the only method here; ${method} came`), allow: 'POST' }
  const type = fieldOf(fields, 'content-type') ?? ''
  if (!/^application\/([a-z0-9.+-]+\+)?json *(;|$)/i.test(type))
    return refused(415, 'unsupported media type', `${JSON_TYPE} is understood; "${type}" came`)
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refused(400, 'the body is no JSON', reason, [{ param: '', reason }], 5014)
  }
  const parsed = chargingDataRequestSchema.safeParse(json)
  if (!parsed.success) {
    const invalid = invalidParams(parsed.error, json)
    const missing = invalid.every(({ isMissing }) => isMissing)
    const params = invalid.map(({ param, reason }) => ({ param, reason }))
    return refused(
      400,
      'the body breaks the schema',
      params.map(({ param, reason }) => `${param} ${reason}`).join('; '),
      params,
      missing ? 5005 : 5004,
    )
  }
  if (parsed.data.oneTimeEvent === true && target.operation !== 'create') {
    const reason = `true only in a create; ${target.operation} came`
    return refused(400, 'oneTimeEvent', reason, [{ param: '/oneTimeEvent', reason }], 5004)
  }
  const kind = typeOf(target.operation, parsed.data)
  return {
    ok: true,
    body: parsed.data,
    request: {
      type: kind,
      ref: target.ref,
      key: fieldOf(fields, KEY_FIELD),
      resent: parsed.data.retransmissionIndicator ?? false,
      data: {
        ...(target.ref === undefined ? {} : { 'Session-Id': target.ref }),
        'Accounting-Record-Type': RECORD_TYPE_AVP[kind],
        ...dataOf(parsed.data),
      },
    },
  }
}

function typeOf(operation: Operation, body: ChargingDataRequest): RecordType {
  if (operation === 'create') return body.oneTimeEvent === true ? 'event' : 'start'
  return operation === 'update' ? 'interim' : 'stop'
}

function targetOf(path: string): { readonly operation: Operation; readonly ref?: string } | undefined {
  const bare = path.replace(/[?#].*$/, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
  if (bare === COLLECTION) return { operation: 'create' }
  if (!bare.startsWith(`${COLLECTION}/`)) return undefined
  const [encoded, operation, ...more] = bare.slice(COLLECTION.length + 1).split('/')
  const ref = encoded === undefined || encoded === '' ? undefined : decoded(encoded)
  if (ref === undefined || more.length > 0) return undefined
  return operation === 'update' || operation === 'release' ? { operation, ref } : undefined
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

const MOST_PARAMS = 20

function invalidParams(
  error: z.ZodError,
  json: unknown,
): readonly { readonly param: string; readonly reason: string; readonly isMissing: boolean }[] {
  return error.issues.slice(0, MOST_PARAMS).map(({ path, message }) => {
    const isMissing = path.length > 0 && valueAt(json, path) === undefined
    // RFC 6901 §3 — ~ and / within a name are escaped.
    const param = path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
    return { param, reason: isMissing ? 'is missing' : message, isMissing }
  })
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let here = json
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined
    here = (here as Readonly<Record<PropertyKey, unknown>>)[name]
  }
  return here
}

function refused(
  status: number,
  title: string,
  detail: string,
  invalid: readonly { param: string; reason: string }[] = [],
  resultCode?: number,
): Extract<ReadRequest, { ok: false }> {
  const problem: ProblemDetails = {
    title,
    status,
    detail,
    ...(resultCode === undefined ? {} : { cause: causeOf(resultCode) }),
    ...(invalid.length === 0 ? {} : { invalidParams: [...invalid] }),
  }
  return { ok: false, status, problem }
}
