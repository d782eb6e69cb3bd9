// Mutant: a MESSAGE makes an INTERIM where an EVENT is due.
import { UNSEEN, type Mutant } from './mutant'

/** A MESSAGE makes an INTERIM where an EVENT is due. */
export const interimForMessage: Mutant = {
  id: 'interim-for-message',
  family: 'trigger',
  description: 'A MESSAGE makes an INTERIM where an EVENT is due.',
  names: [
    { purpose: 'TP_EVT_001', rule: 'message-event-missing' },
    { purpose: 'TP_EVT_002', rule: 'failed-message-event-missing' },
  ],
  touches: [],
  money: UNSEEN.message,
  seams: {
    draft: ({ causeCode, ...draft }) => {
      if (draft.messages !== undefined) return [{ ...draft, type: 'interim' }]
      return [causeCode === undefined ? draft : { ...draft, causeCode }]
    },
  },
}
