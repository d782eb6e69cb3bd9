// Mutant: the end of a conference makes an INTERIM in place of STOP.
import { asInterim } from './as-interim'
import type { Mutant } from './mutant'

/** The end of a conference makes an INTERIM in place of STOP. */
export const stopAsInterim: Mutant = {
  id: 'stop-as-interim',
  family: 'record',
  description: 'The end of a conference makes an INTERIM in place of STOP.',
  names: [{ purpose: 'TP_SEQ_001', rule: 'record-sequence' }],
  touches: ['TP_SEQ_012'],
  beside: 'the end of the conference, not its beginning, has the wrong type',
  seams: {
    draft: (draft) => [draft.type === 'stop' ? asInterim(draft) : draft],
  },
}
