// Mutant: of the users of the initial URI list only the first to answer makes an INTERIM.
import type { Mutant } from './mutant'

/** Of the users of the initial URI list only the first to answer makes an INTERIM. */
export const interimMissingFromTheList: Mutant = {
  id: 'interim-missing-from-the-list',
  family: 'trigger',
  description: 'Of the users of the initial URI list only the first to answer makes an INTERIM.',
  names: [{ purpose: 'TP_ARR_012', rule: 'arrival-interim-missing' }],
  touches: ['TP_ARR_001', 'TP_SEQ_001'],
  shipped: 'RestComm/Restcomm-Connect#1652',
  seams: () => {
    const charged = new Set<string>()
    return {
      trigger: (event, next) => {
        const isOfTheList = event.kind === 'inviteeAnswered' && event.invited > 1
        if (isOfTheList && charged.has(event.conference)) return []
        if (isOfTheList) charged.add(event.conference)
        return next(event)
      },
    }
  },
}
