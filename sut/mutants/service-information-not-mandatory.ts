// Mutant: service-Information has no M bit.
import { encodeMessage } from '@ch1/diameter'
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Service-Information has no M bit. */
export const serviceInformationNotMandatory: Mutant = {
  id: 'service-information-not-mandatory',
  family: 'grammar',
  description: 'Service-Information has no M bit.',
  names: [{ purpose: 'TP_CNT_005', rule: 'service-information-bits' }],
  touches: [],
  beside: 'the M bit, not the V bit with its vendor',
  seams: {
    acr: (input) => {
      const bytes = encodeMessage({
        ...input,
        avps: input.avps.filter((avp) => Array.isArray(avp) && avp[0] === 'Service-Information'),
      })
      const raw = { code: 873, vendorId: 10_415, flags: 0x80, data: bytes.slice(32) }
      return { ...input, avps: edited(input.avps, 'Service-Information', () => [raw]) }
    },
  },
}
