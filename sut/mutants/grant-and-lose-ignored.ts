// Mutant: GRANT_AND_LOSE is taken for DELIVER_AND_GRANT: users are disconnected when nobody can be charged.
import type { Mutant } from './mutant'

/** GRANT_AND_LOSE is taken for DELIVER_AND_GRANT: users are disconnected when nobody can be charged. */
export const grantAndLoseIgnored: Mutant = {
  id: 'grant-and-lose-ignored',
  family: 'delivery',
  description: 'GRANT_AND_LOSE is taken for DELIVER_AND_GRANT: users are disconnected when nobody can be charged.',
  names: [{ purpose: 'TP_ERR_021', rule: 'service-lost' }],
  touches: [],
  seams: {
    rf: (next) => ({
      answered: (answer) =>
        next.answered(answer.realtime === 'GRANT_AND_LOSE' ? { ...answer, realtime: 'DELIVER_AND_GRANT' } : answer),
    }),
  },
}
