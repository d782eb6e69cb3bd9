// A record made to name what it is not for.
import { decodeMessage } from '@ch1/diameter/codec'
import type { Demand, HistoryEvent } from '../history/events'
import { utf8, withData } from './acr'
import { sipOf } from './sip'

/** Methods that a record may name beside INVITE, which it names for all others. */
const NAMED = ['BYE', 'OPTIONS', 'INFO', 'MESSAGE']

/** The record names the leg of this SIP message, its method, and its user. */
export function naming(record: Uint8Array, mark: HistoryEvent, { cause }: Demand): Uint8Array {
  const sip = sipOf(mark)
  const method = sip?.cseq?.method ?? ''
  const edits: readonly (readonly [string, string | undefined])[] = [
    ['User-Session-Id', sip?.callId],
    ['SIP-Method', NAMED.includes(method) ? method : 'INVITE'],
    ['Calling-Party-Address', cause.who],
    ['Called-Party-Address', cause.who],
  ]
  return edits.reduce(
    (bytes, [name, value]) => (value === undefined ? bytes : withData(decodeMessage(bytes), name, () => utf8(value))),
    record,
  )
}
