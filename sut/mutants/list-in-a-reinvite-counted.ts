// Mutant: a re-INVITE with a list of users makes an INTERIM that counts whom it names.
import { UNSEEN, type Mutant } from './mutant'

/** A re-INVITE with a list of users makes an INTERIM that counts whom it names. */
export const listInAReinviteCounted: Mutant = {
  id: 'list-in-a-reinvite-counted',
  family: 'count',
  description: 'A re-INVITE with a list of users makes an INTERIM that counts whom it names.',
  names: [{ purpose: 'TP_NEG_017', rule: 'media-change-count' }],
  touches: [],
  money: UNSEEN.change,
  seams: {
    trigger: (event, next) => {
      const { kind, attached, listed = 0 } = event
      if (kind !== 'sessionRefreshed' || listed === 0) return next(event)
      return [...next(event), { type: 'interim', cause: event, participants: attached.length + listed }]
    },
  },
}
