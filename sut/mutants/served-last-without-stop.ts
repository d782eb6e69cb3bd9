// Mutant: the last served user makes no STOP.
import type { Mutant } from './mutant'

/** The last served user makes no STOP. */
export const servedLastWithoutStop: Mutant = {
  id: 'served-last-without-stop',
  family: 'record',
  description: 'The last served user makes no STOP.',
  role: 'participating',
  names: [{ purpose: 'TP_DEP_026', rule: 'served-stop-missing' }],
  touches: ['TP_SEQ_016', 'TP_SEQ_012'],
  seams: {
    trigger: (event, next) => (event.ends ? [] : next(event)),
  },
}
