// Mutant: an arrival makes a START beside its INTERIM.
import type { Mutant } from './mutant'

/** An arrival makes a START beside its INTERIM. */
export const startAtEveryArrival: Mutant = {
  id: 'start-at-every-arrival',
  family: 'record',
  description: 'An arrival makes a START beside its INTERIM.',
  names: [{ purpose: 'TP_SEQ_015', rule: 'record-unexplained' }],
  touches: [],
  beside: 'what is too many is a START',
  seams: {
    draft: (draft) =>
      draft.cause.kind === 'inviteeAnswered' && draft.type === 'interim' ? [draft, { ...draft, type: 'start' }] : [draft],
  },
}
