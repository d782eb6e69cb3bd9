// Mutant: user-Session-Id holds the ICID and IMS-Charging-Identifier the Call-ID: the two are mixed up.
import type { Mutant } from './mutant'

/** User-Session-Id holds the ICID and IMS-Charging-Identifier the Call-ID: the two are mixed up. */
export const callIdIsTheIcid: Mutant = {
  id: 'call-id-is-the-icid',
  family: 'correlation',
  description: 'User-Session-Id holds the ICID and IMS-Charging-Identifier the Call-ID: the two are mixed up.',
  names: [
    { purpose: 'TP_ARR_016', rule: 'arrival-icid', as: 'warning' },
    { purpose: 'TP_ARR_017', rule: 'arrival-call-id', as: 'warning' },
  ],
  touches: [],
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const { callId, icid } = cause.leg
      return [icid === undefined ? draft : { ...draft, cause: { ...cause, leg: { ...cause.leg, callId: icid, icid: callId } } }]
    },
  },
}
