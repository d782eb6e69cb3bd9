// Mutant: an answer under a foreign Hop-by-Hop Identifier is taken for the answer to the next INTERIM, which is then not sent.
import type { Mutant } from './mutant'
import { hopByHopOf, isAccountingAnswer, readMessages } from './connection-edit'

/** An answer under a foreign Hop-by-Hop Identifier is taken for the answer to the next INTERIM, which is then not sent. */
export const foreignAnswerTakenForTheNext: Mutant = {
  id: 'foreign-answer-taken-for-the-next',
  family: 'delivery',
  description:
    'An answer under a foreign Hop-by-Hop Identifier is taken for the answer to the next INTERIM, which is then not sent.',
  names: [{ purpose: 'TP_ERR_015', rule: 'arrival-interim-missing' }],
  touches: ['TP_ARR_001', 'TP_SEQ_001'],
  money: 'billed',
  seams: () => {
    const sent = new Set<number>()
    let isOutOfStep = false
    return {
      socket: (socket) =>
        readMessages(socket, (message) => {
          if (isAccountingAnswer(message) && !sent.has(hopByHopOf(message))) isOutOfStep = true
        }),
      rf: (next) => ({
        sent: (_, { hopByHop }) => void sent.add(hopByHop),
        submit: (record) => (isOutOfStep && record.type === 'interim' ? undefined : next.submit(record)),
      }),
    }
  },
}
