// Mutant: result 2002 is taken for a temporary failure: the record is sent again and again, and the next ones wait.
import type { Mutant } from './mutant'

/** Result 2002 is taken for a temporary failure: the record is sent again and again, and the next ones wait. */
export const limitedSuccessIsNoSuccess: Mutant = {
  id: 'limited-success-is-no-success',
  family: 'delivery',
  description: 'Result 2002 is taken for a temporary failure: the record is sent again and again, and the next ones wait.',
  names: [{ purpose: 'TP_ERR_023', rule: 'departure-interim-missing' }],
  touches: ['TP_SEQ_014', 'TP_SEQ_015', 'TP_ARR_001', 'TP_SEQ_001'],
  money: 'billed',
  seams: {
    rf: (next) => ({
      answered: (answer) => next.answered(answer.resultCode === 2002 ? { ...answer, resultCode: 4002 } : answer),
    }),
  },
}
