// Mutant: a MESSAGE that fails makes no EVENT.
import { UNSEEN, type Mutant } from './mutant'

/** A MESSAGE that fails makes no EVENT. */
export const eventMissingForFailedMessage: Mutant = {
  id: 'event-missing-for-failed-message',
  family: 'trigger',
  description: 'A MESSAGE that fails makes no EVENT.',
  names: [{ purpose: 'TP_EVT_002', rule: 'failed-message-event-missing' }],
  touches: [],
  money: UNSEEN.message,
  seams: {
    trigger: (event, next) => (event.method === 'MESSAGE' && (event.status ?? 0) >= 300 ? [] : next(event)),
  },
}
