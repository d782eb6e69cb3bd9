// Mutant: a second answer to a record is taken for the answer to the next INTERIM, which is then not sent.
import type { Mutant } from './mutant'
import { hopByHopOf, isAccountingAnswer, readMessages } from './connection-edit'

/** A second answer to a record is taken for the answer to the next INTERIM, which is then not sent. */
export const secondAnswerTakenForTheNext: Mutant = {
  id: 'second-answer-taken-for-the-next',
  family: 'delivery',
  description: 'A second answer to a record is taken for the answer to the next INTERIM, which is then not sent.',
  names: [{ purpose: 'TP_ERR_017', rule: 'arrival-interim-missing' }],
  touches: ['TP_ARR_001', 'TP_SEQ_001'],
  money: 'billed',
  seams: () => {
    const answered = new Set<number>()
    let isOutOfStep = false
    return {
      socket: (socket) =>
        readMessages(socket, (message) => {
          if (!isAccountingAnswer(message)) return
          const hop = hopByHopOf(message)
          if (answered.has(hop)) isOutOfStep = true
          answered.add(hop)
        }),
      rf: (next) => ({
        submit: (record) => (isOutOfStep && record.type === 'interim' ? undefined : next.submit(record)),
      }),
    }
  },
}
