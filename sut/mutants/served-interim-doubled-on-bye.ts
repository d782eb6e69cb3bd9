// Mutant: a served user's BYE makes two INTERIMs while others stay.
import type { Mutant } from './mutant'

/** A served user's BYE makes two INTERIMs while others stay. */
export const servedInterimDoubledOnBye: Mutant = {
  id: 'served-interim-doubled-on-bye',
  family: 'trigger',
  description: "A served user's BYE makes two INTERIMs while others stay.",
  role: 'participating',
  accounting: 'conference',
  names: [{ purpose: 'TP_DEP_024', rule: 'served-departure-doubled' }],
  touches: ['TP_DEP_022', 'TP_SEQ_017', 'TP_NEG_028', 'TP_DEP_026', 'TP_DEP_023', 'TP_SEQ_015'],
  seams: {
    trigger: (event, next) =>
      event.kind === 'leaveReceived' && event.attached.length > 0 ? [...next(event), ...next(event)] : next(event),
  },
}
