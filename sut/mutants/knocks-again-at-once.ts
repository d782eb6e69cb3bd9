// Mutant: a Charging Enabler that refused the server is connected to again at once, and not only after Tc.
import { connect } from 'node:net'
import { decodeMessage, scalarAt } from '@ch1/diameter'
import { isAnswerTo, readMessages } from './connection-edit'
import type { Mutant } from './mutant'

const CER = 257
const SUCCESS = 2001

/** A Charging Enabler that refused the server is connected to again at once, and not only after Tc. */
export const knocksAgainAtOnce: Mutant = {
  id: 'knocks-again-at-once',
  family: 'peer',
  description: 'A Charging Enabler that refused the server is connected to again at once, and not only after Tc.',
  names: [{ purpose: 'TP_PEER_004', rule: 'reconnect-too-soon' }],
  touches: [],
  seams: {
    socket: (socket) =>
      readMessages(socket, (message) => {
        if (!isAnswerTo(message, CER) || scalarAt(decodeMessage(message), 'Result-Code') === SUCCESS) return
        const { remoteAddress: host, remotePort: port } = socket
        if (port === undefined) return
        const knock = connect({ port, ...(host !== undefined && { host }) }, () => knock.end())
        knock.on('error', () => knock.destroy()) // nobody is there: Tc will tell
      }),
  },
}
