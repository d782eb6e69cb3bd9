// Mutant: of two connections to one Charging Enabler both are kept.
import type { Mutant } from './mutant'

/** Of two connections to one Charging Enabler both are kept. */
export const secondConnectionKept: Mutant = {
  id: 'second-connection-kept',
  family: 'peer',
  description: 'Of two connections to one Charging Enabler both are kept.',
  names: [{ purpose: 'TP_PEER_011', rule: 'not-one-connection' }],
  touches: [],
  seams: {
    called: () => undefined, // capabilities alone decide
  },
}
