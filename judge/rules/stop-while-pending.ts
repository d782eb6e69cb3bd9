// STOP went out while the record before it waited for our answer.
import type { RecordRule } from './rule'

export const stopWhilePending: RecordRule = {
  id: 'stop-while-pending',
  owner: 'TP_SEQ_007',
  requirement: 'RFC6733_8.2_1',
  sees: 'record',
  onlyWarns: true, // many nodes pipeline, and no record is lost by it
  expected: 'STOP only after the answer to the record before it',
  about: { what: 'STOP', isIn: ({ type }) => type === 'stop' },
  // RFC 6733 §8.2 — in state PendingI the STOP is kept until the answer is there
  breach: (_, { pending, repeats }) => (pending && !repeats ? `sent while record ${pending.number ?? '?'} waits` : undefined),
}
