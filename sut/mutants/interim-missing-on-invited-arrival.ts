// Mutant: no INTERIM for an invited user.
import type { Mutant } from './mutant'

/** The 200 to an INVITE of the server makes no INTERIM. */
export const interimMissingOnInvitedArrival: Mutant = {
  id: 'interim-missing-on-invited-arrival',
  family: 'trigger',
  description: 'The 200 to an INVITE of the server makes no INTERIM.',
  names: [
    { purpose: 'TP_ARR_001', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_003', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_005', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_006', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_007', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_008', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_019', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_010', rule: 'arrival-interim-missing' },
    { purpose: 'TP_SEQ_001', rule: 'arrival-interim-missing' },
    { purpose: 'TP_ARR_015', rule: 'rejoin-interim-missing' },
  ],
  touches: ['TP_ARR_014'],
  seams: {
    trigger: (event, next) => (event.kind === 'inviteeAnswered' ? [] : next(event)),
  },
}
