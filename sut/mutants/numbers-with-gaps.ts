// Mutant: the numbers of records grow by two.
import type { Mutant } from './mutant'

/** The numbers of records grow by two. */
export const numbersWithGaps: Mutant = {
  id: 'numbers-with-gaps',
  family: 'number',
  description: 'The numbers of records grow by two.',
  names: [
    { purpose: 'TP_ARR_008', rule: 'first-arrival-number' },
    { purpose: 'TP_ARR_014', rule: 'arrival-numbers-consecutive' },
    { purpose: 'TP_DEP_020', rule: 'departure-numbers-consecutive' },
    { purpose: 'TP_SEQ_001', rule: 'record-sequence' },
  ],
  touches: [],
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return { ...stamped, number: 2 * stamped.number }
    },
  },
}
