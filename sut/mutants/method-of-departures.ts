// Mutant: SIP-Method of a departure is INVITE.
import { UNSEEN, type Mutant } from './mutant'

/** SIP-Method of a departure is INVITE. */
export const methodOfDepartures: Mutant = {
  id: 'method-of-departures',
  family: 'identity',
  description: 'SIP-Method of a departure is INVITE.',
  names: [{ purpose: 'TP_DEP_007', rule: 'departure-method' }],
  touches: [],
  money: UNSEEN.occasion,
  seams: {
    draft: (draft) => {
      const { cause } = draft
      return [cause.kind === 'leaveReceived' ? { ...draft, cause: { ...cause, method: 'INVITE' } } : draft]
    },
  },
}
