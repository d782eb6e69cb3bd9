// Mutant: a Charging Enabler that connects to the server loses the connection it had, and gets no other.
import type { Mutant } from './mutant'

/** A Charging Enabler that connects to the server loses the connection it had, and gets no other. */
export const lostToASecondConnection: Mutant = {
  id: 'lost-to-a-second-connection',
  family: 'peer',
  description: 'A Charging Enabler that connects to the server loses the connection it had, and gets no other.',
  names: [{ purpose: 'TP_PEER_011', rule: 'not-one-connection' }],
  touches: [],
  beside: 'no connection is left instead of two',
  seams: {
    called: (refuse, drop) => {
      drop()
      return refuse()
    },
  },
}
