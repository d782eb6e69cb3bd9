// Mutant: a served user who leaves is charged under another Session-Id than as it came.
import { UNSEEN, type Mutant } from './mutant'

/** A served user who leaves is charged under another Session-Id than as it came. */
export const servedSessionIdOfDepartures: Mutant = {
  id: 'served-session-id-of-departures',
  family: 'session',
  description: 'A served user who leaves is charged under another Session-Id than as it came.',
  role: 'participating',
  names: [{ purpose: 'TP_SEQ_018', rule: 'served-session-id' }],
  touches: ['TP_SEQ_016'],
  money: UNSEEN.session,
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return draft.cause.kind === 'leaveReceived' ? { ...stamped, sessionId: `${stamped.sessionId};leaving` } : stamped
    },
  },
}
