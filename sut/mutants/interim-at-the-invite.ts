// Mutant: an INVITE of the server makes the INTERIM that its 200 should make.
import type { Mutant } from './mutant'

/** An INVITE of the server makes the INTERIM that its 200 should make. */
export const interimAtTheInvite: Mutant = {
  id: 'interim-at-the-invite',
  family: 'trigger',
  description: 'An INVITE of the server makes the INTERIM that its 200 should make.',
  names: [{ purpose: 'TP_ARR_003', rule: 'arrival-interim-early' }],
  touches: ['TP_ARR_001', 'TP_NEG_001', 'TP_SEQ_001'],
  beside: 'it comes before any response, where no 180 has told of the user',
  seams: {
    trigger: (event, next) => {
      if (event.kind === 'invitationSent') return next({ ...event, kind: 'inviteeAnswered' })
      return event.kind === 'inviteeAnswered' ? [] : next(event)
    },
  },
}
