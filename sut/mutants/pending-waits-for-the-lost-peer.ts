// Mutant: a record that was pending when its connection ended waits for that Charging Enabler to come back.
import { UNSEEN, type Mutant } from './mutant'

/** A record that was pending when its connection ended waits for that Charging Enabler to come back. */
export const pendingWaitsForTheLostPeer: Mutant = {
  id: 'pending-waits-for-the-lost-peer',
  family: 'delivery',
  description: 'A record that was pending when its connection ended waits for that Charging Enabler to come back.',
  names: [{ purpose: 'TP_ERR_004', rule: 'failover-after-loss' }],
  touches: ['TP_ERR_003', 'TP_ERR_009', 'TP_ERR_011'],
  money: UNSEEN.answer,
  seams: () => {
    const first = new Map<string, number>()
    return {
      rf: () => ({
        usable: ({ sessionId, number }, peer, isNext) => isNext && (first.get(`${sessionId} ${number}`) ?? peer) === peer,
        sent: ({ sessionId, number }, { peer }) => {
          const key = `${sessionId} ${number}`
          if (!first.has(key)) first.set(key, peer)
        },
      }),
    }
  },
}
