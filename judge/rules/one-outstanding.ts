// A record went out while the one before it waited for our answer.
import type { RecordRule } from './rule'

export const oneOutstanding: RecordRule = {
  id: 'one-outstanding',
  owner: 'TP_SEQ_006',
  requirement: 'RFC6733_8.2_1',
  sees: 'record',
  onlyWarns: true, // the state machine lists no interim by events; that one waits its turn is inferred
  expected: 'a record only after the answer to the one before it in its session',
  about: { what: 'INTERIM', isIn: ({ type }) => type === 'interim' },
  // RFC 6733 §8.2 — one accounting request of a session is pending at a time
  breach: (_, { pending, repeats }) => (pending && !repeats ? `sent while record ${pending.number ?? '?'} waits` : undefined),
}
