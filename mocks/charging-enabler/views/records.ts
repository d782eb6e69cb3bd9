// The accounting records in a history, each with what it was answered: what the other views are made of.
import { COMMAND, FlatMessage } from '@ch1/diameter'
import type { HistoryEvent, RecordType } from '../../../judge/history/events'
import { kindOf } from '../doors/diameter/accounting-request'

/** A request for accounting as it stands in the history. Events are numbers of history events, times µs of the history. */
export interface SeenRequest {
  readonly event: number
  readonly atUs: number
  readonly enabler: string
  readonly conn: number
  readonly kind: RecordType
  readonly session: string
  readonly number: number
  readonly resent: boolean
  readonly hopByHop: number
  readonly endToEnd: number
  readonly originHost: string
  /** Every answer to it, in order: none, one, or more. */
  readonly answers: readonly SeenAnswer[]
}

/** An answer as it stands in the history. */
export interface SeenAnswer {
  readonly event: number
  readonly atUs: number
  readonly resultCode: number | undefined
  readonly rule: string | undefined
}

type Ch1Event = Extract<HistoryEvent, { kind: 'ch1' }>

const AVP = { sessionId: 263, originHost: 264, resultCode: 268, recordType: 480, recordNumber: 485 } as const

/** The bytes of a CH-1 event. */
export function bytesOf(event: { readonly bytes: string }): Uint8Array {
  return Buffer.from(event.bytes, 'base64')
}

/**
 * All Diameter accounting requests that can be read as records, in order. An answer is given to the newest request of its connection that
 * bears its Hop-by-Hop Identifier (RFC 6733 §3); answers to nothing and messages that cannot be read are left out.
 */
export function seenRequests(events: Iterable<HistoryEvent>): readonly SeenRequest[] {
  const flat = new FlatMessage()
  const requests: SeenRequest[] = []
  const waiting = new Map<string, SeenAnswer[]>()
  for (const event of events) {
    if (event.kind !== 'ch1' || event.door !== 'diameter' || !isReadable(flat, event) || flat.commandCode !== COMMAND.accounting)
      continue
    const key = `${event.enabler} ${event.conn} ${flat.hopByHop}`
    if (event.dir === 'toSut') {
      const resultCode = numberAt(flat, AVP.resultCode)
      if (!flat.request) waiting.get(key)?.push({ event: event.n, atUs: event.atUs, resultCode, rule: event.rule })
      continue
    }
    const request = flat.request ? requestOf(flat, event) : undefined
    if (request === undefined) continue
    const answers: SeenAnswer[] = []
    waiting.set(key, answers)
    requests.push({ ...request, answers })
  }
  return requests
}

function isReadable(flat: FlatMessage, event: Ch1Event): boolean {
  try {
    flat.read(bytesOf(event))
    return true
  } catch {
    return false // a spoilt answer, or what no header begins: the decoded trees show it
  }
}

function requestOf(flat: FlatMessage, event: Ch1Event): Omit<SeenRequest, 'answers'> | undefined {
  const kind = kindOf(numberAt(flat, AVP.recordType))
  const number = numberAt(flat, AVP.recordNumber)
  const session = flat.find(AVP.sessionId, 0)
  const origin = flat.find(AVP.originHost, 0)
  if (kind === undefined || number === undefined || session < 0) return undefined
  return {
    event: event.n,
    atUs: event.atUs,
    enabler: event.enabler,
    conn: event.conn,
    kind,
    session: flat.text(session),
    number,
    resent: flat.retransmitted,
    hopByHop: flat.hopByHop,
    endToEnd: flat.endToEnd,
    originHost: origin < 0 ? '' : flat.text(origin),
  }
}

function numberAt(flat: FlatMessage, code: number): number | undefined {
  const i = flat.find(code, 0)
  return i < 0 ? undefined : flat.u32(i)
}
