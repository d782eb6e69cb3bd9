// Mutant: a record that waits on a connection is given up when bytes come there that are no Diameter.
import { readMessages } from './connection-edit'
import { UNSEEN, type Mutant } from './mutant'

/** A record that waits on a connection is given up when bytes come there that are no Diameter. */
export const lostWithWhatItCannotRead: Mutant = {
  id: 'lost-with-what-it-cannot-read',
  family: 'peer',
  description: 'A record that waits on a connection is given up when bytes come there that are no Diameter.',
  names: [{ purpose: 'TP_PEER_010', rule: 'lost-to-garbage' }],
  touches: [],
  money: UNSEEN.answer,
  seams: () => {
    const pending = new Map<number, Set<number>>()
    let isGarbled = false
    return {
      socket: (socket) =>
        readMessages(
          socket,
          () => {},
          () => (isGarbled = true),
        ),
      rf: (next) => ({
        sent: (_record, { peer, hopByHop }) => pending.set(peer, (pending.get(peer) ?? new Set()).add(hopByHop)),
        answered: (answer) => {
          pending.get(answer.peer)?.delete(answer.hopByHop)
          next.answered(answer)
        },
        lost: (peer) => {
          const given = isGarbled ? [...(pending.get(peer) ?? [])] : []
          isGarbled = false
          pending.delete(peer)
          for (const hopByHop of given) next.answered({ peer, hopByHop, resultCode: 2001 })
          next.lost(peer)
        },
      }),
    }
  },
}
