// Mutant: a watchdog is answered without a Result-Code.
import type { Mutant } from './mutant'
import { isAnswerTo, without, writeMessages } from './connection-edit'

const DWR = 280
const RESULT_CODE = 268

/** A watchdog is answered without a Result-Code. */
export const dwaWithoutResult: Mutant = {
  id: 'dwa-without-result',
  family: 'peer',
  description: 'A watchdog is answered without a Result-Code.',
  names: [{ purpose: 'TP_PEER_005', rule: 'dwa-result' }],
  touches: [],
  seams: {
    socket: (socket) => writeMessages(socket, (message) => [isAnswerTo(message, DWR) ? without(message, RESULT_CODE) : message]),
  },
}
