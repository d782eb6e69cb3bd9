// Mutant: every ACR has the T flag.
import type { Mutant } from './mutant'

/** Every ACR has the T flag. */
export const tFlagAlways: Mutant = {
  id: 't-flag-always',
  family: 'delivery',
  description: 'Every ACR has the T flag.',
  names: [{ purpose: 'TP_ERR_008', rule: 't-flag-on-first-send' }],
  touches: [],
  seams: {
    acr: (input) => ({ ...input, retransmitted: true }),
  },
}
