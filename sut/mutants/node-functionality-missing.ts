// Mutant: IMS-Information has no Node-Functionality.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** IMS-Information has no Node-Functionality. */
export const nodeFunctionalityMissing: Mutant = {
  id: 'node-functionality-missing',
  family: 'grammar',
  description: 'IMS-Information has no Node-Functionality.',
  names: [{ purpose: 'TP_CNT_006', rule: 'node-functionality-present' }],
  touches: ['TP_CNT_007'],
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Service-Information/IMS-Information/Node-Functionality', () => []) }),
  },
}
