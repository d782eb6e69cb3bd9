// Mutant: once a connection to a Charging Enabler is lost, none is made again.
import type { Mutant } from './mutant'

/** Once a connection to a Charging Enabler is lost, none is made again. */
export const lostConnectionNotMadeAgain: Mutant = {
  id: 'lost-connection-not-made-again',
  family: 'peer',
  description: 'Once a connection to a Charging Enabler is lost, none is made again.',
  names: [{ purpose: 'TP_PEER_007', rule: 'never-reconnects' }],
  touches: [],
  seams: () => {
    let hasLost = false
    return {
      socket: (socket) => {
        if (hasLost) return void socket.destroy() // before its SYN: nobody sees it
        socket.once('connect', () => socket.once('close', () => (hasLost = true)))
      },
    }
  },
}
