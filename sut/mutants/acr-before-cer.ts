// Mutant: the first thing on a new connection is an ACR, before the capabilities exchange.
import { encodeMessage } from '@ch1/diameter'
import { writeMessages } from './connection-edit'
import type { Mutant } from './mutant'

const ACCOUNTING = 271
const AN_ACR = encodeMessage({
  commandCode: ACCOUNTING,
  applicationId: 3,
  request: true,
  proxiable: true,
  hopByHop: 1,
  endToEnd: 1,
  avps: [
    ['Session-Id', 'im1.im.example;0;0;hasty'],
    ['Origin-Host', 'im1.im.example'],
    ['Origin-Realm', 'im.example'],
    ['Destination-Realm', 'charging.example'],
    ['Accounting-Record-Type', 2],
    ['Accounting-Record-Number', 0],
  ],
})

/** The first thing on the first connection is an ACR, before the capabilities exchange. */
export const acrBeforeCer: Mutant = {
  id: 'acr-before-cer',
  family: 'peer',
  description: 'The first thing on the first connection is an ACR, before the capabilities exchange.',
  names: [{ purpose: 'TP_PEER_003', rule: 'acr-before-open' }],
  touches: ['TP_SEQ_015'],
  seams: () => {
    let isFirst = true
    return {
      socket: (socket) => {
        writeMessages(socket, (message) => {
          if (!isFirst) return [message]
          isFirst = false
          return [AN_ACR, message]
        })
      },
    }
  },
}
