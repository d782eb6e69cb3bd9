// Mutant: the P bit of an ACR is clear.
import type { Mutant } from './mutant'

/** The P bit of an ACR is clear. */
export const pBitClear: Mutant = {
  id: 'p-bit-clear',
  family: 'header',
  description: 'The P bit of an ACR is clear.',
  names: [{ purpose: 'TP_CNT_001', rule: 'acr-header' }],
  touches: [],
  seams: {
    acr: (input) => ({ ...input, proxiable: false }),
  },
}
