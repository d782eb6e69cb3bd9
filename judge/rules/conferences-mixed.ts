// A record of one conference under the Session-Id of another.
import { conferenceName } from '../model/conference'
import type { RecordRule } from './rule'

export const conferencesMixed: RecordRule = {
  id: 'conferences-mixed',
  owner: 'TP_SEQ_004',
  requirement: 'RFC6733_8.8_1',
  sees: 'record',
  expected: 'each conference under a Session-Id of its own',
  // RFC 6733 §8.8 — a Session-Id names one session
  breach: (_record, { otherOwner }) =>
    otherOwner
      ? `a record that names a leg of another conference bears the Session-Id of ${conferenceName(otherOwner)}`
      : undefined,
}
