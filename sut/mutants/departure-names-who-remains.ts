// Mutant: calling and called party of a departure are those of a user who remains.
import { UNSEEN, type Mutant } from './mutant'

/** Calling and called party of a departure are those of a user who remains. */
export const departureNamesWhoRemains: Mutant = {
  id: 'departure-names-who-remains',
  family: 'identity',
  description: 'Calling and called party of a departure are those of a user who remains.',
  names: [{ purpose: 'TP_DEP_019', rule: 'departure-party', as: 'warning' }],
  touches: [],
  money: UNSEEN.leg,
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const [other] = cause.attached
      const isDeparture = cause.kind === 'leaveReceived' || cause.kind === 'expelled'
      if (other === undefined || !isDeparture) return [draft]
      return [{ ...draft, cause: { ...cause, leg: { ...cause.leg, user: other, callingParty: other, calledParty: other } } }]
    },
  },
}
