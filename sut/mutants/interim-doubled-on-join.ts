// Mutant: a user who joins makes two INTERIMs.
import type { Mutant } from './mutant'

/** A user who joins makes two INTERIMs. */
export const interimDoubledOnJoin: Mutant = {
  id: 'interim-doubled-on-join',
  family: 'trigger',
  description: 'A user who joins makes two INTERIMs.',
  names: [{ purpose: 'TP_SEQ_015', rule: 'record-unexplained' }],
  touches: ['TP_ARR_002'],
  beside: 'the doubled record is of a user who joins by an INVITE of its own',
  seams: {
    draft: (draft) => (draft.type === 'interim' && draft.cause.kind === 'joined' ? [draft, draft] : [draft]),
  },
}
