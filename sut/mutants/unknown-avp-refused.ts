// Mutant: an answer with an AVP that nobody knows is thrown away: the record goes again, and the next ones wait.
import type { Mutant } from './mutant'
import { avpCodesOf, isAccountingAnswer, readMessages } from './connection-edit'

/** Of the dictionaries of 3GPP and OMA. */
const HIGHEST_KNOWN = 9_999

/** An answer with an AVP that nobody knows is thrown away: the record goes again, and the next ones wait. */
export const unknownAvpRefused: Mutant = {
  id: 'unknown-avp-refused',
  family: 'delivery',
  description: 'An answer with an AVP that nobody knows is thrown away: the record goes again, and the next ones wait.',
  names: [{ purpose: 'TP_ERR_024', rule: 'arrival-interim-missing' }],
  touches: ['TP_ARR_001'],
  money: 'billed',
  seams: () => {
    let isStrange = false
    return {
      socket: (socket) =>
        readMessages(socket, (message) => {
          if (isAccountingAnswer(message)) isStrange = avpCodesOf(message).some((code) => code > HIGHEST_KNOWN)
        }),
      rf: (next) => ({
        answered: (answer) => (isStrange ? undefined : next.answered(answer)),
      }),
    }
  },
}
