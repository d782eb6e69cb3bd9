// Mutant: the Call-IDs of the first leg and of the leaving one are mixed: the last leaver makes a doubled INTERIM in place of STOP.
import type { Mutant } from './mutant'

/** The Call-IDs of the first leg and of the leaving one are mixed: the last leaver makes a doubled INTERIM in place of STOP. */
export const stopLostByMixedCallIds: Mutant = {
  id: 'stop-lost-by-mixed-call-ids',
  family: 'correlation',
  description:
    'The Call-IDs of the first leg and of the leaving one are mixed: the last leaver makes a doubled INTERIM in place of STOP.',
  names: [{ purpose: 'TP_DEP_009', rule: 'record-sequence' }],
  touches: ['TP_SEQ_001', 'TP_SEQ_007', 'TP_DEP_008', 'TP_SEQ_012', 'TP_SEQ_015'],
  shipped: 'Metaswitch/sprout#1222',
  money: 'billed',
  seams: {
    draft: (draft) =>
      draft.type === 'stop'
        ? [
            { ...draft, type: 'interim' },
            { ...draft, type: 'interim' },
          ]
        : [draft],
  },
}
