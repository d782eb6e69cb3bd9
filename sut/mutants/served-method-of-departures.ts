// Mutant: sIP-Method of a served user's departure is INVITE.
import { UNSEEN, type Mutant } from './mutant'

/** SIP-Method of a served user's departure is INVITE. */
export const servedMethodOfDepartures: Mutant = {
  id: 'served-method-of-departures',
  family: 'identity',
  description: "SIP-Method of a served user's departure is INVITE.",
  role: 'participating',
  names: [{ purpose: 'TP_DEP_025', rule: 'served-departure-method' }],
  touches: [],
  money: UNSEEN.occasion,
  seams: {
    draft: (draft) => {
      const { cause } = draft
      return [cause.kind === 'leaveReceived' ? { ...draft, cause: { ...cause, method: 'INVITE' } } : draft]
    },
  },
}
