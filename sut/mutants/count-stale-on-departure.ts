// Mutant: number-Of-Participants of a departure still counts the leaver.
import type { Mutant } from './mutant'

/** Number-Of-Participants of a departure still counts the leaver. */
export const countStaleOnDeparture: Mutant = {
  id: 'count-stale-on-departure',
  family: 'count',
  description: 'Number-Of-Participants of a departure still counts the leaver.',
  names: [{ purpose: 'TP_DEP_006', rule: 'departure-count' }],
  touches: [],
  seams: {
    draft: (draft) => {
      const leaves = draft.type === 'interim' && draft.cause.kind === 'leaveReceived'
      return [leaves ? { ...draft, participants: draft.cause.attachedBefore.length } : draft]
    },
  },
}
