// Mutant: SIP-Method, which the profile claims, is missing.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** SIP-Method, which the profile claims, is missing. */
export const methodMissing: Mutant = {
  id: 'method-missing',
  family: 'identity',
  description: 'SIP-Method, which the profile claims, is missing.',
  names: [
    { purpose: 'TP_ARR_006', rule: 'arrival-method' },
    { purpose: 'TP_DEP_007', rule: 'departure-method' },
  ],
  touches: [],
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Service-Information/IMS-Information/Event-Type', () => []) }),
  },
}
