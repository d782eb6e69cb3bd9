// The data of an AVP has the length and the form of its type.
import { grammarOf } from '../model/grammar'
import type { RecordRule } from './rule'

/** Groups whose members we know from dictionaries only: what is odd there is recorded, not judged (ch1-facts §9.3). */
const FROM_DICTIONARIES = /(^|\.)(IM-Information|Service-Generic-Information)\b/

export const avpData: RecordRule = {
  id: 'avp-data',
  owner: 'TP_CNT_008',
  requirement: 'RFC6733_4.3_1',
  sees: 'record',
  expected: 'data of the length and form of its type in every AVP: 4 octets for Unsigned32, Enumerated and Time',
  binding: 'diameter',
  // RFC 6733 §4.2, §4.3.1 — the basic and the derived data formats
  breach: ({ diameter }) => {
    const faults = grammarOf(diameter).filter(
      ({ rule, clause, level, path }) =>
        (rule === 'length' || rule === 'value') &&
        level === 'MUST' &&
        /^RFC 6733 §4\.[23]/.test(clause) &&
        !FROM_DICTIONARIES.test(path),
    )
    return faults.length > 0 ? faults.map(({ path, problem }) => `${path}: ${problem}`).join('; ') : undefined
  },
}
