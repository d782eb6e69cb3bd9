// Mutant: number-Of-Participants, which the profile claims, is missing.
import type { Mutant } from './mutant'

/** Number-Of-Participants, which the profile claims, is missing. */
export const countMissing: Mutant = {
  id: 'count-missing',
  family: 'count',
  description: 'Number-Of-Participants, which the profile claims, is missing.',
  names: [
    { purpose: 'TP_ARR_005', rule: 'arrival-count' },
    { purpose: 'TP_DEP_006', rule: 'departure-count' },
  ],
  touches: [],
  beside: 'the count is not there; the other tells the one before',
  money: { unseen: 'Where no record tells a count, none is off; the heads of the bill are who is in.' },
  seams: {
    draft: ({ participants, ...draft }) => [
      participants === undefined || draft.type !== 'interim'
        ? { ...draft, ...(participants === undefined ? {} : { participants }) }
        : draft,
    ],
  },
}
