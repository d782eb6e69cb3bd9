// Mutant: number-Of-Participants counts the focus too, which the profile says it does not.
import type { Mutant } from './mutant'

/** Number-Of-Participants counts the focus too, which the profile says it does not. */
export const countWithTheFocus: Mutant = {
  id: 'count-with-the-focus',
  family: 'count',
  description: 'Number-Of-Participants counts the focus too, which the profile says it does not.',
  names: [
    { purpose: 'TP_ARR_005', rule: 'arrival-count' },
    { purpose: 'TP_DEP_006', rule: 'departure-count' },
    { purpose: 'TP_SEQ_002', rule: 'crowd-count' },
  ],
  touches: [],
  seams: {
    draft: (draft) => [draft.participants === undefined ? draft : { ...draft, participants: draft.participants + 1 }],
  },
}
