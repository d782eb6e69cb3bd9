// Mutant: a served user's BYE makes no STOP while others stay.
import type { Mutant } from './mutant'

/** A served user's BYE makes no STOP while others stay. */
export const servedLeaverWithoutStop: Mutant = {
  id: 'served-leaver-without-stop',
  family: 'trigger',
  description: "A served user's BYE makes no STOP while others stay.",
  role: 'participating',
  names: [{ purpose: 'TP_DEP_022', rule: 'served-departure-missing' }],
  touches: ['TP_SEQ_016', 'TP_DEP_026', 'TP_NEG_028', 'TP_DEP_024'],
  seams: {
    trigger: (event, next) => (event.kind === 'leaveReceived' && !event.ends ? [] : next(event)),
  },
}
