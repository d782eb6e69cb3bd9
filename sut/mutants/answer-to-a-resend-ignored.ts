// Mutant: only an answer to the first sending counts: a record that was sent again goes on being sent.
import type { Mutant } from './mutant'

/** Only an answer to the first sending counts: a record that was sent again goes on being sent. */
export const answerToAResendIgnored: Mutant = {
  id: 'answer-to-a-resend-ignored',
  family: 'delivery',
  description: 'Only an answer to the first sending counts: a record that was sent again goes on being sent.',
  names: [{ purpose: 'TP_ERR_018', rule: 'answered-record-resent' }],
  touches: ['TP_ERR_001', 'TP_ERR_002', 'TP_ERR_003', 'TP_ERR_004'],
  money: 'billed',
  seams: () => {
    const sent = new Set<string>()
    const again = new Set<string>()
    return {
      rf: (next) => ({
        sent: ({ sessionId, number }) => {
          const key = `${sessionId} ${number}`
          if (sent.has(key)) again.add(key)
          sent.add(key)
        },
        answered: (answer) => {
          if (!again.has(`${answer.sessionId} ${answer.number}`)) next.answered(answer)
        },
      }),
    }
  },
}
