// Mutant: the INVITE of a user who joins makes no INTERIM.
import type { Mutant } from './mutant'

/** The INVITE of a user who joins makes no INTERIM. */
export const interimMissingOnJoin: Mutant = {
  id: 'interim-missing-on-join',
  family: 'trigger',
  description: 'The INVITE of a user who joins makes no INTERIM.',
  names: [{ purpose: 'TP_ARR_002', rule: 'join-interim-missing' }],
  touches: ['TP_SEQ_002', 'TP_SEQ_010'],
  seams: {
    trigger: (event, next) => (event.kind === 'joined' ? [] : next(event)),
  },
}
