// Mutant: user-Session-Id of a served user's arrival has the Call-ID of no call there is.
import type { Mutant } from './mutant'

/** User-Session-Id of a served user's arrival has the Call-ID of no call there is. */
export const servedCallIdOfAnother: Mutant = {
  id: 'served-call-id-of-another',
  family: 'correlation',
  description: "User-Session-Id of a served user's arrival has the Call-ID of no call there is.",
  role: 'participating',
  names: [{ purpose: 'TP_ARR_029', rule: 'served-arrival-call-id', as: 'warning' }],
  touches: [],
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const isArrival = cause.kind === 'inviteeAnswered' || cause.kind === 'joined'
      return [isArrival ? { ...draft, cause: { ...cause, leg: { ...cause.leg, callId: `${cause.leg.callId}-other` } } } : draft]
    },
  },
}
