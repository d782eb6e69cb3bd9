// Mutant: number-Of-Participants of an INTERIM is the number of the invited.
import type { Mutant } from './mutant'

/** Number-Of-Participants of an INTERIM is the number of the invited. */
export const countOfTheInvited: Mutant = {
  id: 'count-of-the-invited',
  family: 'count',
  description: 'Number-Of-Participants of an INTERIM is the number of the invited.',
  names: [{ purpose: 'TP_ARR_005', rule: 'arrival-count' }],
  touches: ['TP_DEP_006'],
  seams: {
    draft: (draft) => [draft.type === 'interim' ? { ...draft, participants: draft.cause.invited } : draft],
  },
}
