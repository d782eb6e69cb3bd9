// Mutant: an answer with another record number is taken as the answer to the record that was sent.
import { UNSEEN, type Mutant } from './mutant'

/** An answer with another record number is taken as the answer to the record that was sent. */
export const answerToAnotherRecordTaken: Mutant = {
  id: 'answer-to-another-record-taken',
  family: 'delivery',
  description: 'An answer with another record number is taken as the answer to the record that was sent.',
  names: [{ purpose: 'TP_ERR_016', rule: 'strange-answer-taken', as: 'warning' }],
  touches: [],
  money: UNSEEN.answer,
  seams: {
    rf: (next) => ({
      answered: ({ peer, hopByHop, resultCode }) => next.answered({ peer, hopByHop, resultCode }),
    }),
  },
}
