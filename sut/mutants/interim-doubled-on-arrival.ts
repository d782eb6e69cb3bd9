// Mutant: an arrival makes two INTERIMs.
import type { Mutant } from './mutant'

/** An arrival makes two INTERIMs. */
export const interimDoubledOnArrival: Mutant = {
  id: 'interim-doubled-on-arrival',
  family: 'trigger',
  description: 'An arrival makes two INTERIMs.',
  names: [{ purpose: 'TP_SEQ_015', rule: 'record-unexplained' }],
  touches: ['TP_ARR_001', 'TP_DEP_001', 'TP_DEP_003', 'TP_NEG_009'],
  seams: {
    draft: (draft) => (draft.type === 'interim' && draft.cause.kind === 'inviteeAnswered' ? [draft, draft] : [draft]),
  },
}
