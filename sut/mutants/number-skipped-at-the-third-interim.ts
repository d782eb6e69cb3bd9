// Mutant: the third INTERIM of a conference skips a number.
import type { Mutant } from './mutant'

/** The third INTERIM of a conference skips a number. */
export const numberSkippedAtTheThirdInterim: Mutant = {
  id: 'number-skipped-at-the-third-interim',
  family: 'number',
  description: 'The third INTERIM of a conference skips a number.',
  names: [{ purpose: 'TP_ARR_014', rule: 'arrival-numbers-consecutive' }],
  touches: ['TP_SEQ_001', 'TP_DEP_020'],
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return stamped.number < 3 ? stamped : { ...stamped, number: stamped.number + 1 }
    },
  },
}
