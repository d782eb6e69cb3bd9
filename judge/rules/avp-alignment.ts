// AVPs lie on multiples of four octets, and so does the message's end.
import { grammarOf } from '../model/grammar'
import type { RecordRule } from './rule'

export const avpAlignment: RecordRule = {
  id: 'avp-alignment',
  owner: 'TP_CNT_009',
  requirement: 'RFC6733_4_1',
  sees: 'record',
  expected: 'lengths that fit into one another, and padding up to a multiple of four octets',
  binding: 'diameter',
  // RFC 6733 §3 — the message length is a multiple of 4; §4.1 — AVP lengths cover header and data, padding follows
  breach: ({ diameter }) => {
    const faults = grammarOf(diameter).filter(
      ({ rule, clause, level }) => rule === 'length' && level === 'MUST' && /^RFC 6733 §(3|4|4\.1)$/.test(clause),
    )
    return faults.length > 0 ? faults.map(({ path, problem }) => `${path}: ${problem}`).join('; ') : undefined
  },
}
