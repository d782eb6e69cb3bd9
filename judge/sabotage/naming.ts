// A record made to name what it is not for.
import { decodeMessage } from '@ch1/diameter/codec'
import { parseChargingVector } from '@ch1/sip'
import type { Demand, HistoryEvent } from '../history/events'
import { utf8, withData } from './acr'
import { sipOf } from './sip'

/** Methods that a record may name beside INVITE, which it names for all others. */
const NAMED = ['BYE', 'OPTIONS', 'INFO', 'MESSAGE']

/** The record names the leg of this SIP message, by Call-ID and ICID, its method, and its user. */
export function naming(record: Uint8Array, mark: HistoryEvent, { cause }: Demand): Uint8Array {
  const sip = sipOf(mark)
  const method = sip?.cseq?.method ?? ''
  const edits: readonly (readonly [string, string | undefined])[] = [
    ['User-Session-Id', sip?.callId],
    ['IMS-Charging-Identifier', icidOf(mark) ?? sip?.callId], // the ICID of the record it was made of would name that one's leg
    ['SIP-Method', NAMED.includes(method) ? method : 'INVITE'],
    ['Calling-Party-Address', cause.who],
    ['Called-Party-Address', cause.who],
  ]
  return edits.reduce(
    (bytes, [name, value]) => (value === undefined ? bytes : withData(decodeMessage(bytes), name, () => utf8(value))),
    record,
  )
}

/** RFC 7315 §5.6 — of its P-Charging-Vector, where it has one. */
function icidOf(mark: HistoryEvent): string | undefined {
  const text = sipOf(mark)?.header('P-Charging-Vector')
  try {
    return text === undefined ? undefined : parseChargingVector(text).icid
  } catch {
    return undefined
  }
}
