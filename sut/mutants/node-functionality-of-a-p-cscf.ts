// Mutant: node-Functionality says that the server is a P-CSCF.
import type { Mutant } from './mutant'
import { edited } from './avp-edit'

/** Node-Functionality says that the server is a P-CSCF. */
export const nodeFunctionalityOfAPCscf: Mutant = {
  id: 'node-functionality-of-a-p-cscf',
  family: 'grammar',
  description: 'Node-Functionality says that the server is a P-CSCF.',
  names: [{ purpose: 'TP_CNT_006', rule: 'node-functionality-value', as: 'warning' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Information/IMS-Information/Node-Functionality', () => [['Node-Functionality', 1]]),
    }),
  },
}
