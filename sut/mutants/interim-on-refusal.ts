// Mutant: an INTERIM for a user who refused.
import type { Mutant } from './mutant'

/** A refusal of an INVITE of the server makes an INTERIM as a 200 would. */
export const interimOnRefusal: Mutant = {
  id: 'interim-on-refusal',
  family: 'trigger',
  description: 'A refusal of an INVITE of the server makes an INTERIM as a 200 would.',
  names: [{ purpose: 'TP_NEG_001', rule: 'interim-for-refusal' }],
  touches: [],
  seams: {
    trigger: (event, next) => next(event.kind === 'inviteeRefused' ? { ...event, kind: 'inviteeAnswered' } : event),
  },
}
