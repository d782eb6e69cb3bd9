// Mutant: no INTERIM for a leaver.
import type { Mutant } from './mutant'

/** The BYE of a participant makes no INTERIM while others remain. */
export const interimMissingOnBye: Mutant = {
  id: 'interim-missing-on-bye',
  family: 'trigger',
  description: 'The BYE of a participant makes no INTERIM while others remain.',
  names: [
    { purpose: 'TP_DEP_001', rule: 'departure-interim-missing' },
    { purpose: 'TP_DEP_002', rule: 'departure-interim-missing' },
    { purpose: 'TP_DEP_006', rule: 'departure-interim-missing' },
    { purpose: 'TP_DEP_007', rule: 'departure-interim-missing' },
    { purpose: 'TP_SEQ_001', rule: 'departure-interim-missing' },
    { purpose: 'TP_NEG_010', rule: 'departure-interim-missing' },
    { purpose: 'TP_DEP_015', rule: 'initiator-departure-missing' },
  ],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'leaveReceived' && !event.ends ? [] : next(event)),
  },
}
