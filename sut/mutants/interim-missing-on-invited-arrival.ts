// Mutant: no INTERIM for an invited user.
import type { Mutant } from './mutant'

/** The 200 to an INVITE of the server makes no INTERIM. */
export const interimMissingOnInvitedArrival: Mutant = {
  id: 'interim-missing-on-invited-arrival',
  description: 'The 200 to an INVITE of the server makes no INTERIM.',
  names: [{ purpose: 'TP_ARR_001', rule: 'arrival-interim-missing' }],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'inviteeAnswered' ? [] : next(event)),
  },
}
