// The record of an ACR as a request of the HTTP binding: the same AVPs, under the same names, carried as JSON.
import { RECORD_TYPE, type RecordType } from './record'
import { ChargingDataError, isGroup, type PlainGroup, type PlainItem, type PlainValue } from '@ch1/charging-http'
import type { AvpInput, AvpScalar, MessageInput } from '@ch1/diameter'

/** What goes to a Charging Enabler over HTTP; which resource it speaks of is known only where it is sent. */
export interface HttpRecord {
  readonly type: RecordType
  /** The server's own Session-Id: over HTTP the enabler names the session, by the resource it makes. */
  readonly sessionId: string
  /** End-to-End Identifier: equal in each sending. */
  readonly key: string
  readonly resent: boolean
  readonly data: PlainGroup
}

/** Reads an ACR to be sent. Throws ChargingDataError where it lacks its session or its type. */
export function httpRecord(acr: MessageInput): HttpRecord {
  const { 'Session-Id': sessionId, 'Accounting-Record-Type': number, ...data } = plainGroup(acr.avps)
  const type = (Object.keys(RECORD_TYPE) as RecordType[]).find((one) => RECORD_TYPE[one] === number)
  if (typeof sessionId !== 'string') throw new ChargingDataError('Session-Id', 'is missing')
  if (type === undefined) throw new ChargingDataError('Accounting-Record-Type', 'says nothing the binding has an operation for')
  return { type, sessionId, key: String(acr.endToEnd), resent: acr.retransmitted ?? false, data }
}

/** AVPs as plain values; one that repeats becomes a list. */
function plainGroup(avps: readonly AvpInput[]): PlainGroup {
  const group: { [name: string]: PlainValue } = {}
  for (const avp of avps) {
    const [name, item] = 'code' in avp ? [`AVP-${avp.code}-${avp.vendorId}`, hex(avp.data)] : [avp[0], plainItem(avp[1])]
    const before = group[name]
    if (before === undefined) group[name] = item
    else group[name] = isGroup(before) || typeof before !== 'object' ? [before, item] : [...before, item]
  }
  return group
}

function plainItem(value: AvpScalar | readonly AvpInput[]): PlainItem {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return hex(value)
  return plainGroup(value)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
