// Mutant: an Acct-Interim-Interval of 0 is taken to mean: no INTERIM of any kind.
import type { Mutant } from './mutant'

/** An Acct-Interim-Interval of 0 is taken to mean: no INTERIM of any kind. */
export const noInterimWhereNoneByTime: Mutant = {
  id: 'no-interim-where-none-by-time',
  family: 'delivery',
  description: 'An Acct-Interim-Interval of 0 is taken to mean: no INTERIM of any kind.',
  names: [{ purpose: 'TP_ARR_020', rule: 'arrival-interim-missing' }],
  touches: ['TP_ARR_001'],
  money: 'billed',
  seams: {
    rf: (next) => {
      const silenced = new Set<string>()
      return {
        answered: (answer) => {
          if (answer.interimIntervalS === 0 && answer.sessionId !== undefined) silenced.add(answer.sessionId)
          next.answered(answer)
        },
        submit: (record) => (record.type === 'interim' && silenced.has(record.sessionId) ? undefined : next.submit(record)),
      }
    },
  },
}
