// Mutant: service-Information has no V bit.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Service-Information has no V bit. */
export const serviceInformationWithoutVendor: Mutant = {
  id: 'service-information-without-vendor',
  family: 'grammar',
  description: 'Service-Information has no V bit.',
  names: [{ purpose: 'TP_CNT_005', rule: 'service-information-bits' }],
  touches: ['TP_CNT_006', 'TP_CNT_007', 'TP_CNT_016'],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Information', () => [{ code: 873, vendorId: 0, flags: 0x40, data: new Uint8Array() }]),
    }),
  },
}
