// Mutant: the EVENT for a MESSAGE to a conference counts one copy, however many were sent.
import { UNSEEN, type Mutant } from './mutant'

const ONE = { total: 1, successful: 1 }

/** The EVENT for a MESSAGE to a conference counts one copy, however many were sent. */
export const explodedCopiesNotCounted: Mutant = {
  id: 'exploded-copies-not-counted',
  family: 'count',
  description: 'The EVENT for a MESSAGE to a conference counts one copy, however many were sent.',
  names: [{ purpose: 'TP_EVT_003', rule: 'message-counts', as: 'warning' }],
  touches: [],
  money: UNSEEN.message,
  seams: {
    draft: (draft) => [draft.messages?.exploded ? { ...draft, messages: { ...draft.messages, exploded: ONE } } : draft],
  },
}
