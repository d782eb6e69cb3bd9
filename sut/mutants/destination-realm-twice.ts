// Mutant: destination-Realm stands twice.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Destination-Realm stands twice. */
export const destinationRealmTwice: Mutant = {
  id: 'destination-realm-twice',
  family: 'grammar',
  description: 'Destination-Realm stands twice.',
  names: [{ purpose: 'TP_CNT_002', rule: 'acr-mandatory-avps' }],
  touches: [],
  beside: 'an AVP twice, none missing',
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Destination-Realm', (avp) => [avp, avp]) }),
  },
}
