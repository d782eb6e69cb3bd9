// Mutant: a user whom the server does not let in makes an INTERIM as one who joins.
import type { Mutant } from './mutant'

/** A user whom the server does not let in makes an INTERIM as one who joins. */
export const interimForARefusedJoiner: Mutant = {
  id: 'interim-for-a-refused-joiner',
  family: 'trigger',
  description: 'A user whom the server does not let in makes an INTERIM as one who joins.',
  names: [{ purpose: 'TP_NEG_013', rule: 'interim-for-refused-joiner' }],
  touches: [],
  seams: {
    trigger: (event, next) => next(event.kind === 'joinRefused' ? { ...event, kind: 'joined' } : event),
  },
}
