// Mutant: the end of a conference makes two STOPs.
import type { Mutant } from './mutant'

/** The end of a conference makes two STOPs. */
export const stopDoubled: Mutant = {
  id: 'stop-doubled',
  family: 'record',
  description: 'The end of a conference makes two STOPs.',
  names: [{ purpose: 'TP_SEQ_012', rule: 'record-after-stop' }],
  touches: [],
  seams: {
    draft: (draft) => (draft.type === 'stop' ? [draft, draft] : [draft]),
  },
}
