// Mutant: the number of a START is 1.
import type { Mutant } from './mutant'

/** The number of a START is 1. */
export const numbersFromOne: Mutant = {
  id: 'numbers-from-one',
  family: 'number',
  description: 'The number of a START is 1.',
  names: [{ purpose: 'TP_LIF_001', rule: 'start-number' }],
  touches: ['TP_SEQ_001'],
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return { ...stamped, number: stamped.number + 1 }
    },
  },
}
