// Mutant: the second 2xx of a forked INVITE is charged as an arrival, and the BYE that ends it as nothing.
import type { Mutant } from './mutant'

/** The second 2xx of a forked INVITE is charged as an arrival, and the BYE that ends it as nothing. */
export const secondDeviceChargedAsComing: Mutant = {
  id: 'second-device-charged-as-coming',
  family: 'trigger',
  description: 'The second 2xx of a forked INVITE is charged as an arrival, and the BYE that ends it as nothing.',
  names: [{ purpose: 'TP_NEG_011', rule: 'fork-unbalanced', as: 'warning' }],
  touches: [],
  money: { unseen: 'LV-14 lets the 2xx of a fork be charged: to the bill the record is one that may come.' },
  seams: () => {
    const answered = new Set<string>()
    return {
      trigger: (event, next) => {
        const { kind, leg } = event
        if (kind === 'inviteeAnswered') answered.add(leg.callId)
        const isSecond = kind === 'answeredTooLate' && answered.has(leg.callId)
        return next(isSecond ? { ...event, kind: 'inviteeAnswered' } : event)
      },
    }
  },
}
