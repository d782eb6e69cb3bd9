// Mutant: the INTERIM of an invited user is stamped with the time of the INVITE: ring time is charged.
import type { Mutant } from './mutant'

/** The INTERIM of an invited user is stamped with the time of the INVITE: ring time is charged. */
export const arrivalWithTheTimeOfTheInvite: Mutant = {
  id: 'arrival-with-the-time-of-the-invite',
  family: 'time',
  description: 'The INTERIM of an invited user is stamped with the time of the INVITE: ring time is charged.',
  names: [{ purpose: 'TP_SEQ_009', rule: 'event-timestamps-fall', as: 'warning' }],
  touches: ['TP_SEQ_001', 'TP_ARR_014'],
  shipped: 'siphon-project/siphon-sip#176, #204',
  beside: 'an arrival, not the STOP',
  seams: {
    draft: (draft) => {
      const { cause } = draft
      return [
        cause.kind === 'inviteeAnswered'
          ? { ...draft, cause: { ...cause, at: cause.requestAt, responseAt: cause.requestAt } }
          : draft,
      ]
    },
  },
}
