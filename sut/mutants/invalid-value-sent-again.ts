// Mutant: a record refused for good with 5004 is sent again and again.
import type { Mutant } from './mutant'

/** A record refused for good with 5004 is sent again and again. */
export const invalidValueSentAgain: Mutant = {
  id: 'invalid-value-sent-again',
  family: 'delivery',
  description: 'A record refused for good with 5004 is sent again and again.',
  names: [{ purpose: 'TP_ERR_012', rule: 'refused-record-resent' }],
  touches: [],
  seams: {
    rf: (next) => ({
      answered: (answer) => next.answered(answer.resultCode === 5004 ? { ...answer, resultCode: 4002 } : answer),
    }),
  },
}
