// Mutant: an INVITE or BYE that comes again makes another INTERIM.
import type { Mutant } from './mutant'

/** An INVITE or BYE that comes again makes another INTERIM. */
export const interimOnResentRequest: Mutant = {
  id: 'interim-on-resent-request',
  family: 'trigger',
  description: 'An INVITE or BYE that comes again makes another INTERIM.',
  names: [{ purpose: 'TP_NEG_010', rule: 'interim-for-resent-request' }],
  // where the machine is slow, our own INVITE comes again before the first scenario: that is nobody's arrival either
  touches: ['TP_SEQ_015'],
  seams: {
    trigger: (event, next) =>
      event.kind === 'resentRequest'
        ? next({ ...event, kind: event.method === 'BYE' ? 'leaveReceived' : 'joined', ends: false })
        : next(event),
  },
}
