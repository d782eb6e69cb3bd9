// Mutant: an arrival makes an EVENT in place of INTERIM.
import type { Mutant } from './mutant'

/** An arrival makes an EVENT in place of INTERIM. */
export const eventForAnArrival: Mutant = {
  id: 'event-for-an-arrival',
  family: 'record',
  description: 'An arrival makes an EVENT in place of INTERIM.',
  names: [{ purpose: 'TP_ARR_001', rule: 'arrival-interim-missing' }],
  touches: ['TP_SEQ_001', 'TP_SEQ_015'],
  seams: {
    draft: (draft) => [
      draft.type === 'interim' && draft.cause.kind === 'inviteeAnswered'
        ? { ...draft, type: 'event', entity: `arrival ${draft.cause.leg.callId}` }
        : draft,
    ],
  },
}
