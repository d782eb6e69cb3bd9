// Mutant: number-Of-Participants of an arrival does not count the newcomer.
import type { Mutant } from './mutant'

/** Number-Of-Participants of an arrival does not count the newcomer. */
export const countStaleOnArrival: Mutant = {
  id: 'count-stale-on-arrival',
  family: 'count',
  description: 'Number-Of-Participants of an arrival does not count the newcomer.',
  names: [{ purpose: 'TP_ARR_005', rule: 'arrival-count' }],
  touches: [],
  beside: 'the count lags behind by one; the other tells who was invited',
  seams: {
    draft: (draft) => {
      const arrives = draft.type === 'interim' && draft.cause.kind === 'inviteeAnswered'
      return [arrives ? { ...draft, participants: draft.cause.attachedBefore.length } : draft]
    },
  },
}
