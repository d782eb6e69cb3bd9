// Mutant: interims by time have a row of numbers of their own.
import type { Mutant } from './mutant'

/** Interims by time have a row of numbers of their own. */
export const interimsByTimeNumberedApart: Mutant = {
  id: 'interims-by-time-numbered-apart',
  family: 'number',
  description: 'Interims by time have a row of numbers of their own.',
  names: [
    { purpose: 'TP_SEQ_008', rule: 'number-behind-interim-by-time' },
    { purpose: 'TP_SEQ_008', rule: 'record-number-unique-growing' },
    { purpose: 'TP_SEQ_014', rule: 'record-number-unique-growing' },
  ],
  touches: [],
  seams: () => {
    const apart = new Map<string, number>()
    return {
      stamp: (draft, next) => {
        const stamped = next(draft)
        const { sessionId, number } = stamped
        const before = apart.get(sessionId) ?? 0
        if (draft.byTime === undefined) return { ...stamped, number: number - before }
        apart.set(sessionId, before + 1)
        return { ...stamped, number: 500 + before }
      },
    }
  },
}
