// Mutant: SIP-Method of an arrival is BYE.
import { UNSEEN, type Mutant } from './mutant'

/** SIP-Method of an arrival is BYE. */
export const methodOfArrivals: Mutant = {
  id: 'method-of-arrivals',
  family: 'identity',
  description: 'SIP-Method of an arrival is BYE.',
  names: [{ purpose: 'TP_ARR_006', rule: 'arrival-method' }],
  touches: [],
  money: UNSEEN.occasion,
  seams: {
    draft: (draft) => {
      const { cause } = draft
      return [cause.kind === 'inviteeAnswered' ? { ...draft, cause: { ...cause, method: 'BYE' } } : draft]
    },
  },
}
