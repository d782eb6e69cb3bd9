// Mutant: the first INTERIM of a conference skips a number.
import type { Mutant } from './mutant'

/** The first INTERIM of a conference skips a number. */
export const numberSkippedAtTheFirstInterim: Mutant = {
  id: 'number-skipped-at-the-first-interim',
  family: 'number',
  description: 'The first INTERIM of a conference skips a number.',
  names: [{ purpose: 'TP_ARR_008', rule: 'first-arrival-number' }],
  touches: ['TP_SEQ_001'],
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return stamped.number === 0 ? stamped : { ...stamped, number: stamped.number + 1 }
    },
  },
}
