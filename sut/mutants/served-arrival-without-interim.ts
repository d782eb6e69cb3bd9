// Mutant: the third served user of a conference makes no INTERIM.
import type { Mutant } from './mutant'

/** The third served user of a conference makes no INTERIM. */
export const servedArrivalWithoutInterim: Mutant = {
  id: 'served-arrival-without-interim',
  family: 'trigger',
  description: 'The third served user of a conference makes no INTERIM.',
  role: 'participating',
  accounting: 'conference',
  names: [{ purpose: 'TP_ARR_025', rule: 'served-arrival-missing' }],
  touches: ['TP_ARR_026', 'TP_SEQ_017'],
  seams: {
    trigger: (event, next) => (event.kind === 'inviteeAnswered' && event.attachedBefore.length > 1 ? [] : next(event)),
  },
}
