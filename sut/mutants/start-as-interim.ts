// Mutant: the creation of a conference makes an INTERIM in place of START.
import type { Mutant } from './mutant'

/** The creation of a conference makes an INTERIM in place of START. */
export const startAsInterim: Mutant = {
  id: 'start-as-interim',
  family: 'record',
  description: 'The creation of a conference makes an INTERIM in place of START.',
  names: [{ purpose: 'TP_SEQ_001', rule: 'record-sequence' }],
  touches: ['TP_CNT_018', 'TP_NEG_009'],
  seams: {
    draft: (draft) => [draft.type === 'start' ? { ...draft, type: 'interim' } : draft],
  },
}
