// Mutant: a record answered with 4002 (out of space) is lost.
import { UNSEEN, type Mutant } from './mutant'

/** A record answered with 4002 (out of space) is lost. */
export const outOfSpaceTakenForSuccess: Mutant = {
  id: 'out-of-space-taken-for-success',
  family: 'delivery',
  description: 'A record answered with 4002 (out of space) is lost.',
  names: [{ purpose: 'TP_ERR_010', rule: 'out-of-space-not-resent' }],
  touches: [],
  money: UNSEEN.answer,
  seams: {
    rf: (next) => ({
      answered: (answer) => next.answered(answer.resultCode === 4002 ? { ...answer, resultCode: 2001 } : answer),
    }),
  },
}
