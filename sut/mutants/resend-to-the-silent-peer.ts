// Mutant: a record that a Charging Enabler never answered goes to that one for ever, though another is there.
import { UNSEEN, type Mutant } from './mutant'

/** A record that a Charging Enabler never answered goes to that one for ever, though another is there. */
export const resendToTheSilentPeer: Mutant = {
  id: 'resend-to-the-silent-peer',
  family: 'delivery',
  description: 'A record that a Charging Enabler never answered goes to that one for ever, though another is there.',
  names: [{ purpose: 'TP_ERR_003', rule: 'failover-after-silence' }],
  touches: ['TP_ERR_002', 'TP_ERR_009', 'TP_ERR_011'],
  money: UNSEEN.answer,
  seams: () => {
    const first = new Map<string, number>()
    return {
      rf: () => ({
        usable: ({ sessionId, number }, peer, isNext) => (first.get(`${sessionId} ${number}`) ?? -1) === peer || isNext,
        sent: ({ sessionId, number }, { peer }) => {
          const key = `${sessionId} ${number}`
          if (!first.has(key)) first.set(key, peer)
        },
      }),
    }
  },
}
