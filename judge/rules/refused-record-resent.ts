// A record that was refused for good, and that is sent once more.
import { isRefusedForGood } from '../model/sendings'
import type { RecordRule } from './rule'
import { answeredLongBefore } from './rule'

export const refusedRecordResent: RecordRule = {
  id: 'refused-record-resent',
  owner: 'TP_ERR_012',
  requirement: 'RFC6733_7.1.5_1',
  sees: 'record',
  expected: 'no further sending of a record that was answered with a permanent failure',
  // RFC 6733 §7.1.5, §8.2 — a failed answer ends the record: the session goes on or ends, nothing is stored
  breach: (record, context) =>
    context.sendings.some((sending) => isRefusedForGood(sending) && answeredLongBefore(record, sending, context))
      ? 'a record that was refused for good is sent again'
      : undefined,
}
