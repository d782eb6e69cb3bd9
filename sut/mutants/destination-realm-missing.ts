// Mutant: destination-Realm is missing.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Destination-Realm is missing. */
export const destinationRealmMissing: Mutant = {
  id: 'destination-realm-missing',
  family: 'grammar',
  description: 'Destination-Realm is missing.',
  names: [{ purpose: 'TP_CNT_002', rule: 'acr-mandatory-avps' }],
  touches: [],
  beside: 'the realm that agents route by, not that of the sender',
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Destination-Realm', () => []) }),
  },
}
