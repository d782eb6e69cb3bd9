// Mutant: a Charging Enabler that was away gets no record when it is back, as long as there is another.
import type { Mutant } from './mutant'

/** A Charging Enabler that was away gets no record when it is back, as long as there is another. */
export const staysWithTheSecondary: Mutant = {
  id: 'stays-with-the-secondary',
  family: 'peer',
  description: 'A Charging Enabler that was away gets no record when it is back, as long as there is another.',
  names: [{ purpose: 'TP_PEER_009', rule: 'no-failback', as: 'warning' }],
  touches: [],
  seams: () => {
    const open = new Set<number>()
    const wasAway = new Set<number>()
    return {
      rf: (next) => ({
        opened: (peer) => {
          open.add(peer)
          next.opened(peer)
        },
        lost: (peer) => {
          if (open.delete(peer)) wasAway.add(peer)
          if (![...open].some((other) => !wasAway.has(other))) wasAway.clear() // all were away: the first is as good as any
          next.lost(peer)
        },
        usable: (_record, peer, isNext) => isNext && !(wasAway.has(peer) && [...open].some((other) => !wasAway.has(other))),
      }),
    }
  },
}
