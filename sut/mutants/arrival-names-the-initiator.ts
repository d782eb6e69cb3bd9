// Mutant: calling and called party of every arrival are those of the initiator.
import { UNSEEN, type Mutant } from './mutant'
import type { LegFacts } from '../im-server/conference/conference-event'

/** Calling and called party of every arrival are those of the initiator. */
export const arrivalNamesTheInitiator: Mutant = {
  id: 'arrival-names-the-initiator',
  family: 'identity',
  description: 'Calling and called party of every arrival are those of the initiator.',
  names: [{ purpose: 'TP_ARR_009', rule: 'arrival-party', as: 'warning' }],
  touches: [],
  money: UNSEEN.leg,
  seams: () => {
    const first = new Map<string, LegFacts>()
    return {
      draft: (draft) => {
        const { cause, type } = draft
        const { conference, leg } = cause
        if (type === 'start') first.set(conference, leg)
        const other = first.get(conference)
        const isArrival = cause.kind === 'inviteeAnswered' || cause.kind === 'joined'
        return [other && isArrival ? { ...draft, cause: { ...cause, leg: withPartiesOf(other, leg) } } : draft]
      },
    }
  },
}

function withPartiesOf({ user, callingParty, calledParty }: LegFacts, leg: LegFacts): LegFacts {
  return { ...leg, user, callingParty, calledParty }
}
