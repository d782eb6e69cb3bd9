// Mutant: an INVITE that the controlling function gives up makes a START.
import type { Mutant } from './mutant'

/** An INVITE that the controlling function gives up makes a START. */
export const servedStartOnCancel: Mutant = {
  id: 'served-start-on-cancel',
  family: 'trigger',
  description: 'An INVITE that the controlling function gives up makes a START.',
  role: 'participating',
  names: [{ purpose: 'TP_NEG_025', rule: 'served-record-for-cancelled' }],
  touches: [],
  seams: {
    trigger: (event, next) => next(event.kind === 'inviteeCancelled' ? { ...event, kind: 'inviteeAnswered' } : event),
  },
}
