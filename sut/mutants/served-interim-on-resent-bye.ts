// Mutant: a BYE that comes again makes another INTERIM.
import type { Mutant } from './mutant'

/** A BYE that comes again makes another INTERIM. */
export const servedInterimOnResentBye: Mutant = {
  id: 'served-interim-on-resent-bye',
  family: 'trigger',
  description: 'A BYE of a served user that comes again while others are in makes another INTERIM.',
  role: 'participating',
  accounting: 'conference',
  names: [{ purpose: 'TP_NEG_028', rule: 'served-record-for-resend' }],
  touches: ['TP_SEQ_015'],
  seams: {
    trigger: (event, next) =>
      event.kind === 'resentRequest' && event.method === 'BYE' && event.attached.length > 0
        ? next({ ...event, kind: 'leaveReceived', ends: false })
        : next(event),
  },
}
