// Mutant: a DPR is left without its answer.
import type { Mutant } from './mutant'
import { isAnswerTo, writeMessages } from './connection-edit'

const DPR = 282

/** A DPR is left without its answer. */
export const dprUnanswered: Mutant = {
  id: 'dpr-unanswered',
  family: 'peer',
  description: 'A DPR is left without its answer.',
  names: [{ purpose: 'TP_PEER_007', rule: 'disconnect-unanswered' }],
  touches: [],
  seams: {
    socket: (socket) => writeMessages(socket, (message) => (isAnswerTo(message, DPR) ? [] : [message])),
  },
}
