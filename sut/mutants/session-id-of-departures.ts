// Mutant: departures are charged under a Session-Id of their own.
import { UNSEEN, type Mutant } from './mutant'

/** Departures are charged under a Session-Id of their own. */
export const sessionIdOfDepartures: Mutant = {
  id: 'session-id-of-departures',
  family: 'session',
  description: 'Departures are charged under a Session-Id of their own.',
  names: [
    { purpose: 'TP_ARR_007', rule: 'session-id-constant' },
    { purpose: 'TP_DEP_015', rule: 'session-id-constant' },
  ],
  touches: [],
  money: UNSEEN.session,
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return draft.cause.kind === 'leaveReceived' ? { ...stamped, sessionId: `${stamped.sessionId};leaving` } : stamped
    },
  },
}
