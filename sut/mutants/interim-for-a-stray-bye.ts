// Mutant: a BYE that belongs to no call makes an INTERIM, as if its sender had left.
import type { Mutant } from './mutant'

/** A BYE that belongs to no call makes an INTERIM, as if its sender had left. */
export const interimForAStrayBye: Mutant = {
  id: 'interim-for-a-stray-bye',
  family: 'trigger',
  description: 'A BYE that belongs to no call makes an INTERIM, as if its sender had left.',
  names: [{ purpose: 'TP_NEG_019', rule: 'interim-for-stray-bye' }],
  touches: [],
  seams: {
    trigger: (event, next) => next(event.kind === 'byeOfNoCall' ? { ...event, kind: 'leaveReceived' } : event),
  },
}
