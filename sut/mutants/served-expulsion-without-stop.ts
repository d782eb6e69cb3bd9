// Mutant: a served user's 200 OK to the BYE of the controlling function makes no STOP.
import type { Mutant } from './mutant'

/** A served user's 200 OK to the BYE of the controlling function makes no STOP. */
export const servedExpulsionWithoutStop: Mutant = {
  id: 'served-expulsion-without-stop',
  family: 'trigger',
  description: "A served user's 200 OK to the BYE of the controlling function makes no STOP.",
  role: 'participating',
  names: [{ purpose: 'TP_DEP_023', rule: 'served-expulsion-missing' }],
  touches: ['TP_SEQ_016'],
  seams: {
    trigger: (event, next) => (event.kind === 'expelled' ? [] : next(event)),
  },
}
