// Mutant: two INTERIMs for a leaver.
import type { Mutant } from './mutant'

/** The BYE of a participant makes an INTERIM, and so does the server’s own 200 to it. */
export const interimDoubledOnBye: Mutant = {
  id: 'interim-doubled-on-bye',
  family: 'trigger',
  description: 'The BYE of a participant makes an INTERIM, and so does the server’s own 200 to it.',
  names: [{ purpose: 'TP_DEP_002', rule: 'departure-interim-doubled' }],
  touches: ['TP_DEP_001', 'TP_DEP_006', 'TP_DEP_007', 'TP_DEP_009', 'TP_DEP_015', 'TP_NEG_010', 'TP_SEQ_001'],
  seams: {
    // The second reading of 200 OK: its own, which the server does not receive.
    trigger: (event, next) => next(event.kind === 'leaveAnswered' && !event.ends ? { ...event, kind: 'leaveReceived' } : event),
  },
}
