// Mutant: a cancelled invitation makes an INTERIM.
import type { Mutant } from './mutant'

/** A cancelled invitation makes an INTERIM. */
export const interimOnCancel: Mutant = {
  id: 'interim-on-cancel',
  family: 'trigger',
  description: 'A cancelled invitation makes an INTERIM.',
  names: [{ purpose: 'TP_NEG_005', rule: 'interim-for-cancelled' }],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'inviteeCancelled' ? next({ ...event, kind: 'inviteeAnswered' }) : next(event)),
  },
}
