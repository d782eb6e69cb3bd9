// Mutant: the end of a conference makes no STOP.
import type { Mutant } from './mutant'

/** The end of a conference makes no STOP. */
export const stopMissing: Mutant = {
  id: 'stop-missing',
  family: 'record',
  description: 'The end of a conference makes no STOP.',
  names: [
    { purpose: 'TP_SEQ_001', rule: 'stop-missing' },
    { purpose: 'TP_DEP_009', rule: 'stop-missing' },
    { purpose: 'TP_SEQ_007', rule: 'stop-missing' },
  ],
  touches: ['TP_SEQ_012'],
  seams: {
    draft: (draft) => (draft.type === 'stop' ? [] : [draft]),
  },
}
