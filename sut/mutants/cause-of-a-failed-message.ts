// Mutant: the EVENT for a MESSAGE that fails tells success as its cause.
import type { Mutant } from './mutant'

/** The EVENT for a MESSAGE that fails tells success as its cause. */
export const causeOfAFailedMessage: Mutant = {
  id: 'cause-of-a-failed-message',
  family: 'grammar',
  description: 'The EVENT for a MESSAGE that fails tells success as its cause.',
  names: [{ purpose: 'TP_EVT_002', rule: 'failed-message-cause', as: 'warning' }],
  touches: [],
  seams: {
    draft: (draft) => [draft.messages === undefined ? draft : { ...draft, causeCode: -1 }],
  },
}
