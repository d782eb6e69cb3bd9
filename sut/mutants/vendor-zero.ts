// Mutant: an AVP has the V bit and vendor 0.
import type { Mutant } from './mutant'

/** An AVP has the V bit and vendor 0. */
export const vendorZero: Mutant = {
  id: 'vendor-zero',
  family: 'grammar',
  description: 'An AVP has the V bit and vendor 0.',
  names: [{ purpose: 'TP_CNT_010', rule: 'avp-bits' }],
  touches: [],
  beside: 'the Vendor-ID field, not the reserved bits',
  seams: {
    acr: (input) => ({
      ...input,
      avps: [...input.avps, { code: 278, vendorId: 0, flags: 0xc0, data: Uint8Array.of(0, 0, 0, 1) }],
    }),
  },
}
