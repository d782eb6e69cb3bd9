// Mutant: SIP-Method of a departure is INVITE.
import type { Mutant } from './mutant'

/** SIP-Method of a departure is INVITE. */
export const methodOfDepartures: Mutant = {
  id: 'method-of-departures',
  family: 'identity',
  description: 'SIP-Method of a departure is INVITE.',
  names: [{ purpose: 'TP_DEP_007', rule: 'departure-method' }],
  touches: [],
  seams: {
    draft: (draft) => {
      const { cause } = draft
      return [cause.kind === 'leaveReceived' ? { ...draft, cause: { ...cause, method: 'INVITE' } } : draft]
    },
  },
}
