// Mutant: the 200 OK to a served user's BYE makes a second INTERIM.
import type { Mutant } from './mutant'

/** The 200 OK to a served user's BYE makes a second INTERIM. */
export const servedInterimDoubledOnBye: Mutant = {
  id: 'served-interim-doubled-on-bye',
  family: 'trigger',
  description: "The 200 OK to a served user's BYE makes a second INTERIM.",
  role: 'participating',
  accounting: 'conference',
  names: [{ purpose: 'TP_DEP_024', rule: 'served-departure-doubled' }],
  touches: ['TP_DEP_022', 'TP_SEQ_017', 'TP_NEG_028', 'TP_DEP_026', 'TP_DEP_023', 'TP_SEQ_015'],
  seams: {
    trigger: (event, next) =>
      event.kind === 'leaveAnswered' && event.attached.length > 0
        ? next({ ...event, kind: 'leaveReceived', ends: false })
        : next(event),
  },
}
