// Mutant: number-Of-Participants of a START counts the initiator among the invited.
import type { Mutant } from './mutant'

/** Number-Of-Participants of a START counts the initiator among the invited. */
export const startCountsTheInitiator: Mutant = {
  id: 'start-counts-the-initiator',
  family: 'count',
  description: 'Number-Of-Participants of a START counts the initiator among the invited.',
  names: [{ purpose: 'TP_SEQ_003', rule: 'start-count' }],
  touches: [],
  money: { unseen: 'The heads of the bill are who is in: a START counts whom it invites, of whom nobody need come.' },
  seams: {
    draft: (draft) => [
      draft.type === 'start' && draft.participants !== undefined ? { ...draft, participants: draft.participants + 1 } : draft,
    ],
  },
}
