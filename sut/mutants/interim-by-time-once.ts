// Mutant: the first interval gives an INTERIM, and the clock is not wound again.
import type { Mutant } from './mutant'

/** The first interval gives an INTERIM, and the clock is not wound again. */
export const interimByTimeOnce: Mutant = {
  id: 'interim-by-time-once',
  family: 'time',
  description: 'The first interval gives an INTERIM, and the clock is not wound again.',
  names: [{ purpose: 'TP_LIF_006', rule: 'interim-by-time-missing' }],
  touches: [],
  seams: () => {
    const told = new Set<string>()
    return {
      draft: (draft) => {
        if (draft.byTime === undefined) return [draft]
        const isFirst = !told.has(draft.cause.conference)
        told.add(draft.cause.conference)
        return isFirst ? [draft] : []
      },
    }
  },
}
