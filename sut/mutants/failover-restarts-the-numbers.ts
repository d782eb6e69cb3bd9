// Mutant: after a failover the numbers of a session begin anew.
import type { Mutant } from './mutant'
import { edited, valueOf } from './avp-edit'

/** After a failover the numbers of a session begin anew. */
export const failoverRestartsTheNumbers: Mutant = {
  id: 'failover-restarts-the-numbers',
  family: 'number',
  description: 'After a failover the numbers of a session begin anew.',
  names: [{ purpose: 'TP_ERR_005', rule: 'record-number-unique-growing' }],
  touches: ['TP_SEQ_014'],
  money: 'billed',
  seams: () => {
    let isElsewhere = false
    const bases = new Map<string, number>()
    return {
      rf: (next) => ({
        lost: (peer) => {
          isElsewhere ||= peer === 0
          next.lost(peer)
        },
      }),
      acr: (input) => {
        const session = valueOf(input.avps, 'Session-Id')
        const number = Number(valueOf(input.avps, 'Accounting-Record-Number'))
        if (isElsewhere && !bases.has(session)) bases.set(session, number)
        const from = bases.get(session) ?? 0
        return {
          ...input,
          avps: edited(input.avps, 'Accounting-Record-Number', ([name]) => [[name, Math.max(0, number - from)]]),
        }
      },
    }
  },
}
