// Mutant: a record answered with 3002 (unable to deliver) is tried nowhere else.
import { UNSEEN, type Mutant } from './mutant'

/** A record answered with 3002 (unable to deliver) is tried nowhere else. */
export const undeliverableNotTriedElsewhere: Mutant = {
  id: 'undeliverable-not-tried-elsewhere',
  family: 'delivery',
  description: 'A record answered with 3002 (unable to deliver) is tried nowhere else.',
  names: [{ purpose: 'TP_ERR_011', rule: 'unable-to-deliver-not-resent', as: 'warning' }],
  touches: [],
  money: UNSEEN.answer,
  seams: {
    rf: (next) => ({
      answered: (answer) => next.answered(answer.resultCode === 3002 ? { ...answer, resultCode: 2001 } : answer),
    }),
  },
}
