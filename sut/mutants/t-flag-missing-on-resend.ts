// Mutant: a record that is sent again has no T flag.
import type { Mutant } from './mutant'

/** A record that is sent again has no T flag. */
export const tFlagMissingOnResend: Mutant = {
  id: 't-flag-missing-on-resend',
  family: 'delivery',
  description: 'A record that is sent again has no T flag.',
  names: [{ purpose: 'TP_ERR_001', rule: 'resend-without-t' }],
  touches: ['TP_ERR_003', 'TP_ERR_004', 'TP_ERR_018'],
  seams: {
    acr: (input) => ({ ...input, retransmitted: false }),
  },
}
