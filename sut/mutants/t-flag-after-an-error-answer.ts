// Mutant: a record that is sent again after an error answer has the T flag.
import type { Mutant } from './mutant'
import { valueOf } from './avp-edit'

/** A record that is sent again after an error answer has the T flag. */
export const tFlagAfterAnErrorAnswer: Mutant = {
  id: 't-flag-after-an-error-answer',
  family: 'delivery',
  description: 'A record that is sent again after an error answer has the T flag.',
  names: [{ purpose: 'TP_ERR_009', rule: 't-flag-after-error' }],
  touches: ['TP_ERR_008', 'TP_ERR_010', 'TP_ERR_011'],
  seams: () => {
    const refused = new Set<string>()
    return {
      rf: (next) => ({
        answered: (answer) => {
          const { resultCode = 0, sessionId = '', number = 0 } = answer
          if (resultCode >= 3000) refused.add(`${sessionId} ${number}`)
          next.answered(answer)
        },
      }),
      acr: (input) => ({
        ...input,
        retransmitted:
          input.retransmitted === true ||
          refused.has(`${valueOf(input.avps, 'Session-Id')} ${valueOf(input.avps, 'Accounting-Record-Number')}`),
      }),
    }
  },
}
