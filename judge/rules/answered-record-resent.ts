// A record that an enabler has taken, and that is sent once more.
import { isTaken } from '../model/sendings'
import type { RecordRule } from './rule'
import { answeredLongBefore } from './rule'

export const answeredRecordResent: RecordRule = {
  id: 'answered-record-resent',
  owner: 'TP_ERR_018',
  requirement: 'RFC6733_5.5.4_2',
  sees: 'record',
  expected: 'no further sending of a record whose answer was a success',
  // RFC 6733 §5.5.4 — an answer takes its request off the queue of those that may be sent again
  breach: (record, context) =>
    context.sendings.some((sending) => isTaken(sending) && answeredLongBefore(record, sending, context))
      ? 'a record that was answered with success is sent again'
      : undefined,
}
