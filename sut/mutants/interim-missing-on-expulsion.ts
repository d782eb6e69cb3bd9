// Mutant: no INTERIM for an expelled user.
import type { Mutant } from './mutant'

/** The 200 to a BYE of the server makes no INTERIM while others remain. */
export const interimMissingOnExpulsion: Mutant = {
  id: 'interim-missing-on-expulsion',
  family: 'trigger',
  description: 'The 200 to a BYE of the server makes no INTERIM while others remain.',
  names: [{ purpose: 'TP_DEP_003', rule: 'expulsion-interim-missing' }],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'expelled' && !event.ends ? [] : next(event)),
  },
}
