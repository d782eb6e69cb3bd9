// Mutant: after 5002 nothing more of that session is charged.
import type { Mutant } from './mutant'

/** After 5002 nothing more of that session is charged. */
export const unknownSessionEndsCharging: Mutant = {
  id: 'unknown-session-ends-charging',
  family: 'delivery',
  description: 'After 5002 nothing more of that session is charged.',
  names: [{ purpose: 'TP_ERR_014', rule: 'departure-interim-missing' }],
  touches: [],
  money: 'billed',
  seams: {
    rf: (next) => {
      const given = new Set<string>()
      return {
        answered: (answer) => {
          if (answer.resultCode === 5002 && answer.sessionId !== undefined) given.add(answer.sessionId)
          next.answered(answer)
        },
        submit: (record) => (given.has(record.sessionId) ? undefined : next.submit(record)),
      }
    },
  },
}
