// Mutant: every departure skips a number.
import type { Mutant } from './mutant'

/** Every departure skips a number. */
export const numberSkippedAtDepartures: Mutant = {
  id: 'number-skipped-at-departures',
  family: 'number',
  description: 'Every departure skips a number.',
  names: [{ purpose: 'TP_DEP_020', rule: 'departure-numbers-consecutive' }],
  touches: ['TP_SEQ_001'],
  seams: () => {
    const skipped = new Map<string, number>()
    return {
      stamp: (draft, next) => {
        const stamped = next(draft)
        const { sessionId, number } = stamped
        const more = (skipped.get(sessionId) ?? 0) + (draft.cause.kind === 'leaveReceived' ? 1 : 0)
        skipped.set(sessionId, more)
        return { ...stamped, number: number + more }
      },
    }
  },
}
