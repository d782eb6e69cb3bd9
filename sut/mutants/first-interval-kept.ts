// Mutant: the first Acct-Interim-Interval of a session holds, whatever later Responses ask for.
import type { Mutant } from './mutant'

/** The first Acct-Interim-Interval of a session holds, whatever later Responses ask for. */
export const firstIntervalKept: Mutant = {
  id: 'first-interval-kept',
  family: 'time',
  description: 'The first Acct-Interim-Interval of a session holds, whatever later Responses ask for.',
  names: [{ purpose: 'TP_LIF_007', rule: 'older-interval-kept', as: 'warning' }],
  touches: [],
  seams: {
    rf: (next) => {
      const told = new Set<string>()
      return {
        answered: ({ interimIntervalS, ...answer }) => {
          const isFirst = answer.sessionId !== undefined && !told.has(answer.sessionId)
          if (interimIntervalS !== undefined && answer.sessionId !== undefined) told.add(answer.sessionId)
          next.answered({ ...answer, ...(isFirst && interimIntervalS !== undefined && { interimIntervalS }) })
        },
      }
    },
  },
}
