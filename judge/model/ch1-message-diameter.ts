// CH-1 over Diameter: ACR, ACA and the watchdog's answer. The bytes are decoded here and nowhere else in the judge.
import {
  avpsAt,
  COMMAND,
  decodeMessage,
  scalarAt,
  type AvpScalar,
  type AvpValue,
  type DiameterMessage,
} from '@ch1/diameter/codec'
import { bytesOf } from '../base64'
import type { RecordType } from '../history/events'
import type { Ch1Event, Ch1Message } from './ch1-message'
import { seenRecord, type ContentValue, type RecordContent, type SeenRecord } from './record'

const types: Readonly<Record<number, RecordType>> = { 1: 'event', 2: 'start', 3: 'interim', 4: 'stop' }

/** Reads one Diameter message. */
export function readDiameterMessage(event: Ch1Event): Ch1Message {
  let message: DiameterMessage
  try {
    message = decodeMessage(bytesOf(event.bytes))
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) }
  }
  return { ...contentOfMessage(message, event), diameter: message }
}

function contentOfMessage(message: DiameterMessage, event: Ch1Event): Ch1Message {
  const { commandCode, request } = message
  if (commandCode === COMMAND.deviceWatchdog) {
    const exchange = String(message.hopByHop) // RFC 6733 §3 — pairs an answer with its request
    if (!request && event.dir === 'fromSut') return { kind: 'alive', exchange }
    if (request && event.dir === 'toSut') return { kind: 'watchdogOfOurs', exchange }
  }
  if (commandCode !== COMMAND.accounting) return { kind: 'other' }
  if (event.dir === 'fromSut') return { kind: request ? 'request' : 'answerOfSut', record: recordOf(message, event) }
  if (request) return { kind: 'requestOfOurs' }
  const result = scalarAt(message, 'Result-Code')
  const number = scalarAt(message, 'Accounting-Record-Number')
  const interval = scalarAt(message, 'Acct-Interim-Interval')
  return {
    kind: 'answer',
    exchange: String(message.hopByHop),
    resultCode: typeof result === 'number' ? result : undefined,
    ...(typeof number === 'number' ? { number } : {}),
    ...(typeof interval === 'number' ? { intervalS: interval } : {}),
  }
}

/** The version of bytes that look like an accounting message of another version than 1; undefined for all others. */
export function strangeVersion(bytes: Uint8Array): number | undefined {
  const [version, , , , , high, middle, low] = bytes
  if (bytes.length < 20 || version === undefined || version === 1) return undefined // RFC 6733 §3 — the header's twenty bytes
  return high === 0 && middle === COMMAND.accounting >> 8 && low === (COMMAND.accounting & 0xff) ? version : undefined
}

/** A message, decoded while it is young; a history of millions has room for the bytes alone. */
class Kept {
  readonly #bytes: Uint8Array
  #young: DiameterMessage | undefined

  constructor(message: DiameterMessage) {
    this.#bytes = message.bytes
    this.#young = message
  }

  get message(): DiameterMessage {
    return this.#young ?? decodeMessage(this.#bytes)
  }

  letGo(): void {
    this.#young = undefined
  }
}

function recordOf(message: DiameterMessage, event: Ch1Event): SeenRecord {
  const kept = new Kept(message)
  const content = contentOf(kept)
  const [session] = content.scalars('Session-Id')
  const [type] = content.scalars('Accounting-Record-Type')
  const [originHost] = content.scalars('Origin-Host')
  const record = seenRecord(
    {
      n: event.n,
      atUs: event.atUs,
      enabler: event.enabler,
      conn: event.conn,
      type: typeof type === 'number' ? types[type] : undefined,
      session: typeof session === 'string' ? session : '',
      resent: message.retransmitted,
      exchange: String(message.hopByHop),
      identity: `${String(originHost ?? '')}|${message.endToEnd}`, // RFC 6733 §3 — duplicates are known by both
    },
    content,
  )
  return {
    ...record,
    letGo: () => kept.letGo(),
    get diameter() {
      return kept.message
    },
  }
}

function contentOf(kept: Kept): RecordContent {
  return {
    scalars: (path) => avpsAt(kept.message, path).flatMap((avp) => scalarsOf(avp.value)),
    has: (path) => avpsAt(kept.message, path).length > 0,
  }
}

function scalarsOf(value: AvpValue): readonly ContentValue[] {
  if (!value.ok || Array.isArray(value.value)) return []
  const scalar = value.value as AvpScalar
  if (scalar instanceof Date) return [scalar.toISOString()]
  if (scalar instanceof Uint8Array) return [Array.from(scalar, (byte) => byte.toString(16).padStart(2, '0')).join('')]
  return [scalar]
}
