// Mutant: a re-INVITE of a participant makes a START.
import type { Mutant } from './mutant'

/** A re-INVITE of a participant makes a START. */
export const startOnAReinvite: Mutant = {
  id: 'start-on-a-reinvite',
  family: 'record',
  description: 'A re-INVITE of a participant makes a START.',
  names: [{ purpose: 'TP_LIF_002', rule: 'start-for-media-change' }],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'sessionRefreshed' ? [{ type: 'start', cause: event }] : next(event)),
  },
}
