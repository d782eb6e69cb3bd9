// A CH-1 message of the experimental HTTP binding in a few words, and as text with its JSON laid out.
import { readChargingAnswer, readChargingRequest, readHttpText, scalarsAt, type HttpText } from '@ch1/charging-http'

const MOST_JSON = 200_000
const OPERATIONS = { start: 'create', event: 'create (one-time)', interim: 'update', stop: 'release' } as const
const PING_BYTES = 17

/** What the message is; `undefined` where it is no HTTP that the binding knows. */
export interface HttpCaption {
  readonly text: string
  readonly kind: 'record' | 'answer' | 'watchdog'
}

/** `update #3 · 3 participants · again`, `201 Created (2001)`, `PING`. */
export function httpCaption(bytes: Uint8Array): HttpCaption | undefined {
  if (isPing(bytes)) return { text: ((bytes[4] ?? 0) & 1) === 0 ? 'PING' : 'PING answered', kind: 'watchdog' }
  const text = read(bytes)
  if (!text) return undefined
  const status = /^HTTP\/\S+ (\d{3})(?: (.*))?$/.exec(text.startLine)
  if (status) {
    const { resultCode } = readChargingAnswer({ ...text, status: Number(status[1]) })
    return { text: `${status[1] ?? ''} ${status[2] ?? ''} (${resultCode ?? 'no result'})`, kind: 'answer' }
  }
  const [method = '', path = ''] = text.startLine.split(' ')
  const record = readChargingRequest({ ...text, method, path })
  if (!record.ok) return undefined
  const { type, resent, data } = record.request
  const [number] = scalarsAt(data, 'Accounting-Record-Number')
  const [participants] = scalarsAt(data, '**/Number-Of-Participants')
  const parts = [
    `${OPERATIONS[type]} #${number ?? '?'}`,
    ...(participants === undefined ? [] : [`· ${participants} participant${participants === 1 ? '' : 's'}`]),
    ...(resent ? ['· again'] : []),
  ]
  return { text: parts.join(' '), kind: 'record' }
}

/** Start line and fields as they are, the body laid out where it is JSON; undefined where the bytes are no HTTP message. */
export function httpTextOf(bytes: Uint8Array): string | undefined {
  if (isPing(bytes)) return `HTTP/2 PING frame, octet for octet: ${Buffer.from(bytes).toString('hex')}\n`
  const text = read(bytes)
  if (!text) return undefined
  const head = [text.startLine, ...text.fields.map(([name, value]) => `${name}: ${value}`)].join('\n')
  return `${head}\n\n${laidOut(Buffer.from(text.body).toString('utf8'))}\n`
}

function laidOut(body: string): string {
  if (body.length > MOST_JSON) return body
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function read(bytes: Uint8Array): HttpText | undefined {
  try {
    return readHttpText(bytes)
  } catch {
    return undefined
  }
}

function isPing(bytes: Uint8Array): boolean {
  return bytes.length === PING_BYTES && bytes[2] === 8 && bytes[3] === 6
}
