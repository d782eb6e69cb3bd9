// Mutant: the Origin-State-Id of records is the same in every life of the server.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** The Origin-State-Id of records is the same in every life of the server. */
export const stateOfEveryLife: Mutant = {
  id: 'state-of-every-life',
  family: 'delivery',
  description: 'The Origin-State-Id of records is the same in every life of the server.',
  names: [{ purpose: 'TP_ERR_022', rule: 'origin-state-id-not-larger' }],
  touches: [],
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Origin-State-Id', ([name]) => [[name, 1]]) }),
  },
}
