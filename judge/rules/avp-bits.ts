// The bits in front of every AVP: V with a vendor, the reserved ones clear.
import { grammarOf } from '../model/grammar'
import type { RecordRule } from './rule'

/** Of the flags octet; the others are V, M and P. */
const RESERVED = 0x1f

export const avpBits: RecordRule = {
  id: 'avp-bits',
  owner: 'TP_CNT_010',
  requirement: 'RFC6733_4.1_1',
  sees: 'record',
  expected: 'the V bit with a vendor other than 0, and reserved bits clear, in every AVP',
  binding: 'diameter',
  // RFC 6733 §4.1, §4.1.1 — the sender clears reserved bits; a Vendor-ID field is never 0
  breach: ({ diameter }) => {
    const isReserved = (offset: number): boolean => ((diameter?.bytes[offset] ?? 0) & RESERVED) !== 0
    const faults = grammarOf(diameter).filter(
      ({ rule, offset, level }) => level === 'MUST' && (rule === 'vendor' || (rule === 'flags' && isReserved(offset))),
    )
    return faults.length > 0 ? faults.map(({ path, problem }) => `${path}: ${problem}`).join('; ') : undefined
  },
}
