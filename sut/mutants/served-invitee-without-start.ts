// Mutant: the third served user of a conference makes no START.
import type { Mutant } from './mutant'

/** The third served user of a conference makes no START. */
export const servedInviteeWithoutStart: Mutant = {
  id: 'served-invitee-without-start',
  family: 'trigger',
  description: 'The third served user of a conference makes no START.',
  role: 'participating',
  names: [{ purpose: 'TP_ARR_025', rule: 'served-arrival-missing' }],
  touches: ['TP_ARR_026', 'TP_SEQ_016'],
  seams: {
    trigger: (event, next) => (event.kind === 'inviteeAnswered' && event.attachedBefore.length > 1 ? [] : next(event)),
  },
}
