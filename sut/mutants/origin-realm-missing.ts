// Mutant: origin-Realm is missing.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Origin-Realm is missing. */
export const originRealmMissing: Mutant = {
  id: 'origin-realm-missing',
  family: 'grammar',
  description: 'Origin-Realm is missing.',
  names: [{ purpose: 'TP_CNT_002', rule: 'acr-mandatory-avps' }],
  touches: [],
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Origin-Realm', () => []) }),
  },
}
