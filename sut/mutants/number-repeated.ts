// Mutant: every record but the START has the number 1.
import type { Mutant } from './mutant'

/** Every record but the START has the number 1. */
export const numberRepeated: Mutant = {
  id: 'number-repeated',
  family: 'number',
  description: 'Every record but the START has the number 1.',
  names: [{ purpose: 'TP_SEQ_014', rule: 'record-number-unique-growing' }],
  touches: ['TP_SEQ_001'],
  money: { unseen: 'An enabler that drops what it had already would bill less; the bill books every record that came.' },
  seams: {
    stamp: (draft, next) => {
      const stamped = next(draft)
      return { ...stamped, number: Math.min(stamped.number, 1) }
    },
  },
}
