// Mutant: the numbers of records fall.
import type { Mutant } from './mutant'

/** The numbers of records fall. */
export const numberFalling: Mutant = {
  id: 'number-falling',
  family: 'number',
  description: 'The numbers of records fall.',
  names: [{ purpose: 'TP_SEQ_014', rule: 'record-number-unique-growing' }],
  touches: ['TP_SEQ_001'],
  beside: 'numbers fall; none is used twice',
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return { ...stamped, number: 10_000 - stamped.number }
    },
  },
}
