// Mutant: an INTERIM that is due while another record of its session waits for its answer is lost.
import type { Mutant } from './mutant'

/** An INTERIM that is due while another record of its session waits for its answer is lost. */
export const interimLostBehindAnother: Mutant = {
  id: 'interim-lost-behind-another',
  family: 'delivery',
  description: 'An INTERIM that is due while another record of its session waits for its answer is lost.',
  names: [{ purpose: 'TP_SEQ_005', rule: 'arrival-interim-missing' }],
  touches: ['TP_ARR_001', 'TP_SEQ_001'],
  money: 'billed',
  seams: {
    rf: (next) => {
      const waiting = new Map<string, number>()
      const count = (sessionId: string, by: number): void => void waiting.set(sessionId, (waiting.get(sessionId) ?? 0) + by)
      return {
        answered: (answer) => {
          if (answer.sessionId !== undefined) count(answer.sessionId, -1)
          next.answered(answer)
        },
        submit: (record) => {
          const { sessionId, type } = record
          if (type === 'interim' && (waiting.get(sessionId) ?? 0) > 0) return
          count(sessionId, 1)
          next.submit(record)
        },
      }
    },
  },
}
