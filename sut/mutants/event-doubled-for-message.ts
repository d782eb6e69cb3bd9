// Mutant: a MESSAGE makes its EVENT twice, each in a session of its own.
import { UNSEEN, type Mutant } from './mutant'

/** A MESSAGE makes its EVENT twice, each in a session of its own. */
export const eventDoubledForMessage: Mutant = {
  id: 'event-doubled-for-message',
  family: 'trigger',
  description: 'A MESSAGE makes its EVENT twice, each in a session of its own.',
  names: [{ purpose: 'TP_EVT_001', rule: 'message-event-doubled' }],
  touches: [],
  money: UNSEEN.message,
  seams: {
    draft: (draft) =>
      draft.messages === undefined ? [draft] : [draft, { ...draft, entity: `${draft.entity ?? draft.cause.conference}|again` }],
  },
}
