// Mutant: sIP-Method of a served user's arrival is BYE.
import { UNSEEN, type Mutant } from './mutant'

/** SIP-Method of a served user's arrival is BYE. */
export const servedMethodOfArrivals: Mutant = {
  id: 'served-method-of-arrivals',
  family: 'identity',
  description: "SIP-Method of a served user's arrival is BYE.",
  role: 'participating',
  names: [{ purpose: 'TP_ARR_027', rule: 'served-arrival-method' }],
  touches: [],
  money: UNSEEN.occasion,
  seams: {
    draft: (draft) => {
      const { cause } = draft
      return [cause.kind === 'inviteeAnswered' ? { ...draft, cause: { ...cause, method: 'BYE' } } : draft]
    },
  },
}
