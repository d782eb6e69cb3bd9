// Mutant: a record that is sent again has a new End-to-End Identifier.
import type { Mutant } from './mutant'

/** A record that is sent again has a new End-to-End Identifier. */
export const endToEndAnewOnResend: Mutant = {
  id: 'end-to-end-anew-on-resend',
  family: 'delivery',
  description: 'A record that is sent again has a new End-to-End Identifier.',
  names: [{ purpose: 'TP_ERR_001', rule: 'resend-renamed' }],
  touches: ['TP_ERR_003', 'TP_ERR_004', 'TP_ERR_018'],
  seams: () => {
    let next = 0x7000_0000
    return { acr: (input) => (input.retransmitted ? { ...input, endToEnd: next++ } : input) }
  },
}
