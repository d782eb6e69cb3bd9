// Mutant: the BYE of a participant makes a STOP while others remain.
import type { Mutant } from './mutant'

/** The BYE of a participant makes a STOP while others remain. */
export const stopForEveryLeaver: Mutant = {
  id: 'stop-for-every-leaver',
  family: 'record',
  description: 'The BYE of a participant makes a STOP while others remain.',
  names: [
    { purpose: 'TP_SEQ_001', rule: 'record-sequence' },
    { purpose: 'TP_DEP_001', rule: 'record-sequence' },
  ],
  touches: ['TP_SEQ_012'],
  seams: {
    draft: (draft) => [draft.type === 'interim' && draft.cause.kind === 'leaveReceived' ? { ...draft, type: 'stop' } : draft],
  },
}
