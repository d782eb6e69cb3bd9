// Mutant: each record has a Session-Id of its own.
import { UNSEEN, type Mutant } from './mutant'

/** The Session-Id changes from record to record of one conference. */
export const sessionIdPerRecord: Mutant = {
  id: 'session-id-per-record',
  family: 'session',
  description: 'The Session-Id changes from record to record of one conference.',
  names: [
    { purpose: 'TP_ARR_007', rule: 'session-id-constant' },
    { purpose: 'TP_DEP_015', rule: 'session-id-constant' },
    { purpose: 'TP_SEQ_004', rule: 'session-id-constant' },
  ],
  touches: ['TP_ARR_008', 'TP_ARR_014'],
  money: UNSEEN.session,
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return { ...stamped, sessionId: `${stamped.sessionId}.${stamped.number}` }
    },
  },
}
