// Mutant: an arrival of a served user has an ICID of its own.
import type { Mutant } from './mutant'

/** An arrival of a served user has an ICID of its own. */
export const servedIcidPerRecord: Mutant = {
  id: 'served-icid-per-record',
  family: 'correlation',
  description: 'An arrival of a served user has an ICID of its own.',
  role: 'participating',
  names: [{ purpose: 'TP_ARR_030', rule: 'served-arrival-icid', as: 'warning' }],
  touches: [],
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const isArrival = cause.kind === 'inviteeAnswered' || cause.kind === 'joined'
      return [isArrival ? { ...draft, cause: { ...cause, leg: { ...cause.leg, icid: `own-${cause.leg.callId}` } } } : draft]
    },
  },
}
