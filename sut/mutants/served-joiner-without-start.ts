// Mutant: a served user who joins where another is in makes no START.
import type { Mutant } from './mutant'

/** A served user who joins where another is in makes no START. */
export const servedJoinerWithoutStart: Mutant = {
  id: 'served-joiner-without-start',
  family: 'trigger',
  description: 'A served user who joins where another is in makes no START.',
  role: 'participating',
  names: [{ purpose: 'TP_ARR_024', rule: 'served-join-missing' }],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'joined' && event.attachedBefore.length > 0 ? [] : next(event)),
  },
}
