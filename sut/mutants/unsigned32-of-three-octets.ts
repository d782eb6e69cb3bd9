// Mutant: origin-State-Id has three octets.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Origin-State-Id has three octets. */
export const unsigned32OfThreeOctets: Mutant = {
  id: 'unsigned32-of-three-octets',
  family: 'grammar',
  description: 'Origin-State-Id has three octets.',
  names: [{ purpose: 'TP_CNT_008', rule: 'avp-data' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Origin-State-Id', () => [{ code: 278, vendorId: 0, flags: 0x40, data: Uint8Array.of(0, 0, 1) }]),
    }),
  },
}
