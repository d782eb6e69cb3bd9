// Mutant: a reserved bit is set in an AVP.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** A reserved bit is set in an AVP. */
export const reservedAvpBit: Mutant = {
  id: 'reserved-avp-bit',
  family: 'grammar',
  description: 'A reserved bit is set in an AVP.',
  names: [{ purpose: 'TP_CNT_010', rule: 'avp-bits' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Origin-State-Id', () => [
        { code: 278, vendorId: 0, flags: 0x48, data: Uint8Array.of(0, 0, 0, 1) },
      ]),
    }),
  },
}
