// Mutant: a record answered with 3004 (too busy) is lost.
import { UNSEEN, type Mutant } from './mutant'

/** A record answered with 3004 (too busy) is lost. */
export const tooBusyTakenForSuccess: Mutant = {
  id: 'too-busy-taken-for-success',
  family: 'delivery',
  description: 'A record answered with 3004 (too busy) is lost.',
  names: [{ purpose: 'TP_ERR_009', rule: 'too-busy-not-resent', as: 'warning' }],
  touches: [],
  money: UNSEEN.answer,
  seams: {
    rf: (next) => ({
      answered: (answer) => next.answered(answer.resultCode === 3004 ? { ...answer, resultCode: 2001 } : answer),
    }),
  },
}
