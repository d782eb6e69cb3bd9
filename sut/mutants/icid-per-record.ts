// Mutant: every record has an ICID of its own: the legs of a conference cannot be correlated.
import type { Mutant } from './mutant'

/** Every record has an ICID of its own: the legs of a conference cannot be correlated. */
export const icidPerRecord: Mutant = {
  id: 'icid-per-record',
  family: 'correlation',
  description: 'Every record has an ICID of its own: the legs of a conference cannot be correlated.',
  names: [{ purpose: 'TP_ARR_016', rule: 'arrival-icid', as: 'warning' }],
  touches: [],
  shipped: 'onsip/SIP.js#1072',
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const icid = `${cause.at.getTime().toString(16)}-${cause.leg.callId}`
      return [{ ...draft, cause: { ...cause, leg: { ...cause.leg, icid } } }]
    },
  },
}
