// Mutant: a Charging Enabler that does not want to talk any more is connected to again, as one that has to reboot.
import { isRequest } from './connection-edit'
import type { Mutant } from './mutant'

const DPR = 282
const DISCONNECT_CAUSE = 273
const REBOOTING = 0
const HEADER_BYTES = 20

/** A Charging Enabler that does not want to talk any more is connected to again, as one that has to reboot. */
export const comesBackToOneThatDoesNotWant: Mutant = {
  id: 'comes-back-to-one-that-does-not-want',
  family: 'peer',
  description: 'A Charging Enabler that does not want to talk any more is connected to again, as one that has to reboot.',
  names: [{ purpose: 'TP_PEER_008', rule: 'reconnect-unwanted', as: 'warning' }],
  touches: [],
  seams: {
    // a DPR comes alone: nothing else is said on the connection then
    socket: (socket) =>
      socket.prependListener('data', (chunk: Buffer) => {
        if (chunk.length < HEADER_BYTES || !isRequest(chunk, DPR)) return
        for (let at = HEADER_BYTES; at + 12 <= chunk.length; at += Math.max(8, Math.ceil(chunk.readUIntBE(at + 5, 3) / 4) * 4))
          if (chunk.readUInt32BE(at) === DISCONNECT_CAUSE) chunk.writeUInt32BE(REBOOTING, at + 8)
      }),
  },
}
