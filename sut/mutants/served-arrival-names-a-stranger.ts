// Mutant: the record of a served user's arrival names somebody else.
import { UNSEEN, type Mutant } from './mutant'

const STRANGER = 'sip:stranger@example.net'

/** The record of a served user's arrival names somebody else. */
export const servedArrivalNamesAStranger: Mutant = {
  id: 'served-arrival-names-a-stranger',
  family: 'identity',
  description: "The record of a served user's arrival names somebody else.",
  role: 'participating',
  names: [{ purpose: 'TP_ARR_028', rule: 'served-arrival-party', as: 'warning' }],
  touches: [],
  money: UNSEEN.leg,
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const isArrival = cause.kind === 'inviteeAnswered' || cause.kind === 'joined'
      return [
        isArrival
          ? {
              ...draft,
              cause: { ...cause, leg: { ...cause.leg, user: STRANGER, callingParty: STRANGER, calledParty: STRANGER } },
            }
          : draft,
      ]
    },
  },
}
