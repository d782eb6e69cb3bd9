// Mutant: the refusal of a user invited by REFER makes an INTERIM as a 200 would.
import type { Mutant } from './mutant'

/** The refusal of a user invited by REFER makes an INTERIM as a 200 would. */
export const interimOnARefusedReferral: Mutant = {
  id: 'interim-on-a-refused-referral',
  family: 'trigger',
  description: 'The refusal of a user invited by REFER makes an INTERIM as a 200 would.',
  names: [{ purpose: 'TP_NEG_015', rule: 'interim-for-refused-refer' }],
  touches: [],
  seams: () => {
    const referred = new Set<string>()
    return {
      trigger: (event, next) => {
        if (event.kind === 'referred') referred.add(event.conference)
        const isIt = event.kind === 'inviteeRefused' && referred.has(event.conference)
        return next(isIt ? { ...event, kind: 'inviteeAnswered' } : event)
      },
    }
  },
}
