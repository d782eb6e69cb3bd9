// Mutant: a record refused with 5001 and a Failed-AVP is sent again and again.
import type { Mutant } from './mutant'

/** A record refused with 5001 and a Failed-AVP is sent again and again. */
export const unsupportedAvpSentAgain: Mutant = {
  id: 'unsupported-avp-sent-again',
  family: 'delivery',
  description: 'A record refused with 5001 and a Failed-AVP is sent again and again.',
  names: [{ purpose: 'TP_ERR_013', rule: 'refused-record-resent' }],
  touches: ['TP_ERR_012'],
  seams: {
    rf: (next) => ({
      answered: (answer) => next.answered(answer.resultCode === 5001 ? { ...answer, resultCode: 4002 } : answer),
    }),
  },
}
