// Mutant: a record that nobody answers is not sent again.
import { UNSEEN, type Mutant } from './mutant'

/** A record that nobody answers is not sent again. */
export const silenceTakenForAnAnswer: Mutant = {
  id: 'silence-taken-for-an-answer',
  family: 'delivery',
  description: 'A record that nobody answers is not sent again.',
  names: [{ purpose: 'TP_ERR_001', rule: 'resend-missing' }],
  touches: ['TP_ERR_002', 'TP_ERR_003', 'TP_ERR_018'],
  money: UNSEEN.answer,
  seams: {
    rf: (next) => ({
      // before a resend is due, and after any answer of an enabler that takes its time
      sent: (_, { peer, hopByHop }) => void setTimeout(() => next.answered({ peer, hopByHop, resultCode: 2001 }), 900).unref(),
    }),
  },
}
