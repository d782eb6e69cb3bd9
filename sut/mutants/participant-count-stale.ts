// Mutant: the participant count of a moment ago.
import type { Mutant } from './mutant'

/** Number-Of-Participants of an INTERIM is the count before the arrival or departure. */
export const participantCountStale: Mutant = {
  id: 'participant-count-stale',
  family: 'count',
  description: 'Number-Of-Participants of an INTERIM is the count before the arrival or departure.',
  names: [
    { purpose: 'TP_ARR_005', rule: 'arrival-count' },
    { purpose: 'TP_DEP_006', rule: 'departure-count' },
    { purpose: 'TP_SEQ_010', rule: 'crowd-count' },
  ],
  touches: [],
  seams: {
    trigger: (event, next) => next({ ...event, attached: event.attachedBefore }),
  },
}
