// Mutant: the second served user of a conference opens its session with an INTERIM.
import type { Mutant } from './mutant'

/** The second served user of a conference opens its session with an INTERIM. */
export const servedStartAsInterim: Mutant = {
  id: 'served-start-as-interim',
  family: 'record',
  description: 'The second served user of a conference opens its session with an INTERIM.',
  role: 'participating',
  names: [{ purpose: 'TP_SEQ_016', rule: 'served-user-sequence' }],
  touches: ['TP_DEP_026'],
  seams: {
    draft: (draft) => [
      draft.cause.kind === 'inviteeAnswered' && draft.cause.attached.length === 2 ? { ...draft, type: 'interim' } : draft,
    ],
  },
}
