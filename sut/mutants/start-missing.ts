// Mutant: the creation of a conference makes no START.
import type { Mutant } from './mutant'

/** The creation of a conference makes no START. */
export const startMissing: Mutant = {
  id: 'start-missing',
  family: 'record',
  description: 'The creation of a conference makes no START.',
  names: [{ purpose: 'TP_SEQ_001', rule: 'start-missing' }],
  touches: ['TP_CNT_018'],
  seams: {
    trigger: (event, next) => (event.kind === 'created' ? [] : next(event)),
  },
}
