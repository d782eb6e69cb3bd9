// Mutant: dELIVER_AND_GRANT is not heeded: users stay though nobody can be charged.
import type { Mutant } from './mutant'

/** DELIVER_AND_GRANT is not heeded: users stay though nobody can be charged. */
export const deliverAndGrantIgnored: Mutant = {
  id: 'deliver-and-grant-ignored',
  family: 'delivery',
  description: 'DELIVER_AND_GRANT is not heeded: users stay though nobody can be charged.',
  names: [{ purpose: 'TP_ERR_020', rule: 'granted-without-delivery' }],
  touches: [],
  seams: {
    rf: (next) => ({ answered: ({ realtime: _, ...answer }) => next.answered(answer) }),
  },
}
