// Mutant: the second served user of a conference makes a START where its INTERIM is due.
import type { Mutant } from './mutant'

/** The second served user of a conference makes a START where its INTERIM is due. */
export const servedInterimAsStart: Mutant = {
  id: 'served-interim-as-start',
  family: 'record',
  description: 'The second served user of a conference makes a START where its INTERIM is due.',
  role: 'participating',
  accounting: 'conference',
  names: [{ purpose: 'TP_SEQ_017', rule: 'served-conference-sequence' }],
  touches: ['TP_DEP_026'],
  seams: {
    draft: (draft) => [
      draft.cause.kind === 'inviteeAnswered' && draft.cause.attached.length === 2 ? { ...draft, type: 'start' } : draft,
    ],
  },
}
