// Mutant: an MRFC names a Role-Of-Node.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** An MRFC names a Role-Of-Node. */
export const roleOfNodeOfAnMrfc: Mutant = {
  id: 'role-of-node-of-an-mrfc',
  family: 'grammar',
  description: 'An MRFC names a Role-Of-Node.',
  names: [{ purpose: 'TP_CNT_007', rule: 'role-of-node-of-mrfc' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Information/IMS-Information/Node-Functionality', ([name]) => [
        [name, 3],
        ['Role-Of-Node', 1],
      ]),
    }),
  },
}
