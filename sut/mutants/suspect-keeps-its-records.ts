// Mutant: a watchdog that is not answered makes no Charging Enabler suspect: it keeps getting the records.
import { encodeMessage } from '@ch1/diameter'
import { hopByHopOf, isRequest, writeMessages } from './connection-edit'
import type { Mutant } from './mutant'

const DWR = 280
const SUCCESS = 2001

/** A watchdog that is not answered makes no Charging Enabler suspect: it keeps getting the records. */
export const suspectKeepsItsRecords: Mutant = {
  id: 'suspect-keeps-its-records',
  family: 'peer',
  description: 'A watchdog that is not answered makes no Charging Enabler suspect: it keeps getting the records.',
  names: [{ purpose: 'TP_PEER_006', rule: 'suspect-still-used', as: 'warning' }],
  touches: [],
  seams: {
    socket: (socket) =>
      writeMessages(socket, (message) => {
        // the client is told of an answer to each watchdog, whether one comes or not
        if (isRequest(message, DWR)) setImmediate(() => socket.emit('data', answerTo(message)))
        return [message]
      }),
  },
}

function answerTo(watchdog: Buffer): Buffer {
  return Buffer.from(
    encodeMessage({
      commandCode: DWR,
      applicationId: 0,
      request: false,
      hopByHop: hopByHopOf(watchdog),
      endToEnd: watchdog.readUInt32BE(16),
      avps: [
        ['Result-Code', SUCCESS],
        ['Origin-Host', 'watchdog.im.example'],
        ['Origin-Realm', 'im.example'],
      ],
    }),
  )
}
