// CH-1 over our experimental HTTP binding, which no standard defines: outside any conformance claim.
import {
  plainAt,
  readChargingAnswer,
  readChargingRequest,
  readHttpText,
  scalarsAt,
  type ChargingRequest,
  type HttpText,
  type PlainGroup,
} from '@ch1/charging-http'
import { bytesOf } from '../base64'
import type { Ch1Event, Ch1Message } from './ch1-message'
import { seenRecord, type RecordContent } from './record'

/**
 * Reads one HTTP message: a create as a START (or EVENT) whose session the Location of its answer names, update and release by the resource
 * in their path. What the binding's schema refuses is no record. A PING's acknowledgement shows that the connection lives.
 */
export function readHttpMessage(event: Ch1Event): Ch1Message {
  const bytes = bytesOf(event.bytes)
  if (isPing(bytes)) return event.dir === 'fromSut' && ((bytes[4] ?? 0) & PING_ACK) !== 0 ? { kind: 'alive' } : { kind: 'other' }
  let text: HttpText
  try {
    text = readHttpText(bytes)
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) }
  }
  return event.dir === 'fromSut' ? requestOf(event, text) : answerOf(event, text)
}

function requestOf(event: Ch1Event, { startLine, fields, body }: HttpText): Ch1Message {
  const [method = '', path = ''] = startLine.split(' ')
  const read = readChargingRequest({ method, path, fields, body })
  if (!read.ok) return { kind: 'unreadable', why: `${read.problem.title ?? ''}: ${read.problem.detail ?? ''}` }
  const { request } = read
  const exchange = String(event.exchange ?? '')
  const isCreate = request.ref === undefined
  const frame = {
    n: event.n,
    atUs: event.atUs,
    enabler: event.enabler,
    conn: event.conn,
    type: request.type,
    session: request.ref ?? `the session that exchange ${exchange} at ${event.enabler} opens`,
    ...(isCreate ? { sessionInAnswer: true as const } : {}),
    resent: request.resent,
    exchange,
    identity: identityOf(request),
  }
  return { kind: 'request', record: seenRecord(frame, contentOf(request.data)) }
}

function answerOf(event: Ch1Event, { startLine, fields, body }: HttpText): Ch1Message {
  const status = Number(/^HTTP\/\S+ (\d{3})/.exec(startLine)?.[1] ?? NaN)
  if (Number.isNaN(status)) return { kind: 'other' }
  const { resultCode, ref, interimIntervalS } = readChargingAnswer({ status, fields, body })
  return {
    kind: 'answer',
    exchange: String(event.exchange ?? ''),
    resultCode,
    ...(ref === undefined ? {} : { session: ref }),
    ...(interimIntervalS === undefined ? {} : { intervalS: interimIntervalS }),
  }
}

/**
 * Consumer and Idempotency-Key, as RFC 6733 §3 has Origin-Host and End-to-End. A create without a key is named by what else is equal in each
 * sending of it; update and release by resource and number, which is the judge's own rule.
 */
function identityOf({ key, ref, type, data }: ChargingRequest): string | undefined {
  const [origin = ''] = scalarsAt(data, 'Origin-Host')
  if (key !== undefined) return `${origin}|${key}`
  if (ref !== undefined) return undefined
  const ims = 'Service-Information/IMS-Information'
  const named = ['Accounting-Record-Number', 'Event-Timestamp', `${ims}/User-Session-Id`, `${ims}/IMS-Charging-Identifier`]
  return `${origin}|${type}|${JSON.stringify(named.map((path) => scalarsAt(data, path)))}`
}

function contentOf(data: PlainGroup): RecordContent {
  return { scalars: (path) => scalarsAt(data, path), has: (path) => plainAt(data, path).length > 0 }
}

const PING_ACK = 1

/** RFC 9113 §6.7 — an HTTP/2 frame: length 8, type 6, flags, stream 0, eight octets. */
function isPing(bytes: Uint8Array): boolean {
  const [a, b, length, type, , ...stream] = bytes.subarray(0, 9)
  return bytes.length === 17 && a === 0 && b === 0 && length === 8 && type === 6 && stream.every((one) => one === 0)
}
