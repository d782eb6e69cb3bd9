// Mutant: service-Context-Id is that of multimedia messaging.
import type { Mutant } from './mutant'
import { edited } from './avp-edit'

/** Service-Context-Id is that of multimedia messaging. */
export const serviceContextOfMms: Mutant = {
  id: 'service-context-of-mms',
  family: 'grammar',
  description: 'Service-Context-Id is that of multimedia messaging.',
  names: [{ purpose: 'TP_CNT_004', rule: 'service-context-id', as: 'warning' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Context-Id', () => [['Service-Context-Id', '9.32270@3gpp.org']]),
    }),
  },
}
