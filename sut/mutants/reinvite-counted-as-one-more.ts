// Mutant: a re-INVITE with nothing but an offer makes an INTERIM that counts its sender once more.
import { UNSEEN, type Mutant } from './mutant'

/** A re-INVITE with nothing but an offer makes an INTERIM that counts its sender once more. */
export const reinviteCountedAsOneMore: Mutant = {
  id: 'reinvite-counted-as-one-more',
  family: 'count',
  description: 'A re-INVITE with nothing but an offer makes an INTERIM that counts its sender once more.',
  names: [{ purpose: 'TP_NEG_016', rule: 'media-change-count' }],
  touches: [],
  money: UNSEEN.change,
  seams: {
    trigger: (event, next) => {
      const { kind, method, attached, listed = 0 } = event
      if (kind !== 'sessionRefreshed' || method !== 'INVITE' || listed > 0) return next(event)
      return [...next(event), { type: 'interim', cause: event, participants: attached.length + 1 }]
    },
  },
}
