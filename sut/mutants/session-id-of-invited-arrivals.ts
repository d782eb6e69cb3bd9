// Mutant: arrivals by invitation are charged under a Session-Id of their own.
import { UNSEEN, type Mutant } from './mutant'

/** Arrivals by invitation are charged under a Session-Id of their own. */
export const sessionIdOfInvitedArrivals: Mutant = {
  id: 'session-id-of-invited-arrivals',
  family: 'session',
  description: 'Arrivals by invitation are charged under a Session-Id of their own.',
  names: [{ purpose: 'TP_ARR_007', rule: 'session-id-constant' }],
  touches: ['TP_DEP_015', 'TP_SEQ_004', 'TP_SEQ_001', 'TP_ARR_008', 'TP_ARR_014'],
  money: UNSEEN.session,
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return draft.cause.kind === 'inviteeAnswered' ? { ...stamped, sessionId: `${stamped.sessionId};arriving` } : stamped
    },
  },
}
