// Mutant: a 200 that crosses the CANCEL is charged as an arrival, and the BYE that ends it as nothing.
import type { Mutant } from './mutant'

/** A 200 that crosses the CANCEL is charged as an arrival, and the BYE that ends it as nothing. */
export const crossingAnswerChargedAsComing: Mutant = {
  id: 'crossing-answer-charged-as-coming',
  family: 'trigger',
  description: 'A 200 that crosses the CANCEL is charged as an arrival, and the BYE that ends it as nothing.',
  names: [{ purpose: 'TP_NEG_007', rule: 'crossing-unbalanced' }],
  touches: [],
  money: {
    unseen: 'Neither the 200 that crossed nor the BYE behind it must be charged: the bill takes what was, until the STOP.',
  },
  seams: () => {
    const givenUp = new Set<string>()
    return {
      trigger: (event, next) => {
        const { kind, leg } = event
        if (kind === 'invitationGivenUp') givenUp.add(leg.callId)
        const isCrossing = kind === 'answeredTooLate' && givenUp.has(leg.callId)
        return next(isCrossing ? { ...event, kind: 'inviteeAnswered' } : event)
      },
    }
  },
}
