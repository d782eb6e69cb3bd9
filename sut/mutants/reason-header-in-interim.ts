// Mutant: an INTERIM bears a Reason-Header.
import { extended } from './avp-edit'
import type { Mutant } from './mutant'

/** An INTERIM bears a Reason-Header. */
export const reasonHeaderInInterim: Mutant = {
  id: 'reason-header-in-interim',
  family: 'grammar',
  description: 'An INTERIM bears a Reason-Header.',
  names: [{ purpose: 'TP_DEP_008', rule: 'cause-in-interim' }],
  touches: [],
  beside: 'another AVP that an INTERIM must not have',
  seams: {
    acr: (input) => ({
      ...input,
      avps: extended(input.avps, 'Service-Information/IMS-Information', [['Reason-Header', 'SIP;cause=200']]),
    }),
  },
}
