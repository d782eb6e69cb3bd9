// Mutant: user-Session-Id holds the Call-ID only as far as its at-sign.
import type { Mutant } from './mutant'

/** User-Session-Id holds the Call-ID only as far as its at-sign. */
export const callIdWithoutItsHost: Mutant = {
  id: 'call-id-without-its-host',
  family: 'correlation',
  description: 'User-Session-Id holds the Call-ID only as far as its at-sign.',
  names: [{ purpose: 'TP_ARR_017', rule: 'arrival-call-id', as: 'warning' }],
  touches: [],
  seams: {
    draft: (draft) => {
      const { cause } = draft
      return [{ ...draft, cause: { ...cause, leg: { ...cause.leg, callId: cause.leg.callId.replace(/@.*|.$/, '') } } }]
    },
  },
}
