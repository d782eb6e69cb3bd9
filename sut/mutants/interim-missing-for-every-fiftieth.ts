// Mutant: every fiftieth INTERIM is lost.
import type { Mutant } from './mutant'

/** Every fiftieth INTERIM is lost. */
export const interimMissingForEveryFiftieth: Mutant = {
  id: 'interim-missing-for-every-fiftieth',
  family: 'trigger',
  description: 'Every fiftieth INTERIM is lost.',
  names: [{ purpose: 'TP_SEQ_010', rule: 'join-interim-missing' }],
  touches: ['TP_ARR_002', 'TP_DEP_001'],
  seams: () => {
    let interims = 0
    return {
      draft: (draft) => {
        if (draft.type !== 'interim') return [draft]
        interims += 1
        return interims % 50 === 0 ? [] : [draft]
      },
    }
  },
}
