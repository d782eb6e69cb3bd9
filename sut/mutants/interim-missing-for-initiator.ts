// Mutant: the BYE of the initiator makes no INTERIM while others remain.
import type { Mutant } from './mutant'

/** The BYE of the initiator makes no INTERIM while others remain. */
export const interimMissingForInitiator: Mutant = {
  id: 'interim-missing-for-initiator',
  family: 'trigger',
  description: 'The BYE of the initiator makes no INTERIM while others remain.',
  names: [{ purpose: 'TP_DEP_015', rule: 'initiator-departure-missing' }],
  touches: ['TP_SEQ_002', 'TP_SEQ_010'],
  seams: {
    trigger: (event, next) =>
      event.kind === 'leaveReceived' && event.leg.origin === 'created' && !event.ends ? [] : next(event),
  },
}
