// Mutant: of a user who calls, the record names the called party as the calling one.
import { UNSEEN, type Mutant } from './mutant'

/** Of a user who calls, the record names the called party as the calling one. */
export const callingPartyIsTheCalledOne: Mutant = {
  id: 'calling-party-is-the-called-one',
  family: 'identity',
  description: 'Of a user who calls, the record names the called party as the calling one.',
  names: [{ purpose: 'TP_CNT_015', rule: 'calling-party' }],
  touches: [],
  money: UNSEEN.leg,
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const { leg } = cause
      return [cause.kind === 'joined' ? { ...draft, cause: { ...cause, leg: { ...leg, callingParty: leg.calledParty } } } : draft]
    },
  },
}
