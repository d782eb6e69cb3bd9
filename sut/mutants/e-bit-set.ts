// Mutant: the E bit of an ACR is set.
import type { Mutant } from './mutant'

/** The E bit of an ACR is set. */
export const eBitSet: Mutant = {
  id: 'e-bit-set',
  family: 'header',
  description: 'The E bit of an ACR is set.',
  names: [{ purpose: 'TP_CNT_001', rule: 'acr-header' }],
  touches: [],
  beside: 'E set, not P clear',
  seams: {
    acr: (input) => ({ ...input, error: true }),
  },
}
