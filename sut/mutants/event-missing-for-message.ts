// Mutant: a MESSAGE that is accepted makes no EVENT.
import { UNSEEN, type Mutant } from './mutant'

/** A MESSAGE that is accepted makes no EVENT. */
export const eventMissingForMessage: Mutant = {
  id: 'event-missing-for-message',
  family: 'trigger',
  description: 'A MESSAGE that is accepted makes no EVENT.',
  names: [{ purpose: 'TP_EVT_001', rule: 'message-event-missing' }],
  touches: [],
  money: UNSEEN.message,
  seams: {
    trigger: (event, next) => (event.method === 'MESSAGE' && (event.status ?? 0) < 300 ? [] : next(event)),
  },
}
