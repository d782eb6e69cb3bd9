// Mutant: records of a participating function say that they are of a controlling one.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Records of a participating function say that they are of a controlling one. */
export const servedRoleOfAControllingFunction: Mutant = {
  id: 'served-role-of-a-controlling-function',
  family: 'identity',
  description: 'Records of a participating function say that they are of a controlling one.',
  role: 'participating',
  names: [{ purpose: 'TP_CNT_020', rule: 'served-role' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Information/PoC-Information/PoC-Server-Role', ([name]) => [[name, 1]]),
    }),
  },
}
