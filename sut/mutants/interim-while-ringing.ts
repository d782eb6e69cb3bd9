// Mutant: the first 180 to an INVITE of the server makes an INTERIM.
import type { Mutant } from './mutant'

/** The first 180 to an INVITE of the server makes an INTERIM. */
export const interimWhileRinging: Mutant = {
  id: 'interim-while-ringing',
  family: 'trigger',
  description: 'The first 180 to an INVITE of the server makes an INTERIM.',
  names: [
    { purpose: 'TP_ARR_003', rule: 'arrival-interim-early' },
    { purpose: 'TP_NEG_008', rule: 'interim-for-provisional' },
  ],
  touches: ['TP_ARR_001', 'TP_NEG_001', 'TP_SEQ_015'],
  seams: {
    trigger: (event, next) => (event.kind === 'ringing' ? next({ ...event, kind: 'inviteeAnswered' }) : next(event)),
  },
}
