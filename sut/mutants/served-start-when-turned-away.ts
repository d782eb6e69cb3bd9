// Mutant: a served user whom the controlling function refuses makes a START.
import type { Mutant } from './mutant'

/** A served user whom the controlling function refuses makes a START. */
export const servedStartWhenTurnedAway: Mutant = {
  id: 'served-start-when-turned-away',
  family: 'trigger',
  description: 'A served user whom the controlling function refuses makes a START.',
  role: 'participating',
  names: [{ purpose: 'TP_NEG_026', rule: 'served-record-for-turned-away' }],
  touches: [],
  seams: {
    trigger: (event, next) => next(event.kind === 'joinRefused' ? { ...event, kind: 'joined' } : event),
  },
}
