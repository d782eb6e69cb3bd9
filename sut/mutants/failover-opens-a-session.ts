// Mutant: after a failover the records have another Session-Id.
import type { Mutant } from './mutant'
import { edited, valueOf } from './avp-edit'

/** After a failover the records have another Session-Id. */
export const failoverOpensASession: Mutant = {
  id: 'failover-opens-a-session',
  family: 'session',
  description: 'After a failover the records have another Session-Id.',
  names: [{ purpose: 'TP_ARR_007', rule: 'session-id-constant' }],
  touches: ['TP_ERR_004', 'TP_ERR_005', 'TP_SEQ_015', 'TP_ARR_001', 'TP_SEQ_001', 'TP_NEG_001'],
  beside: 'only after a failover',
  seams: () => {
    let isElsewhere = false
    return {
      rf: (next) => ({
        lost: (peer) => {
          isElsewhere ||= peer === 0
          next.lost(peer)
        },
      }),
      acr: (input) => ({
        ...input,
        avps: edited(input.avps, 'Session-Id', ([name, value]) => [
          [name, isElsewhere ? `${valueOf(input.avps, 'Session-Id')};2` : value],
        ]),
      }),
    }
  },
}
