// Mutant: who is called in a 1-1 session is charged as an arrival behind the START.
import type { ConferenceEvent } from '../im-server/conference/conference-event'
import { UNSEEN, type Mutant } from './mutant'

/** Who is called in a 1-1 session is charged as an arrival behind the START. */
export const calledPartyArrives: Mutant = {
  id: 'called-party-arrives',
  family: 'trigger',
  description: 'Who is called in a 1-1 session is charged as an arrival behind the START.',
  names: [{ purpose: 'TP_LIF_004', rule: 'interim-in-a-pair', as: 'warning' }],
  touches: [],
  money: UNSEEN.pair,
  seams: () => {
    let called: ConferenceEvent | undefined
    return {
      trigger: (event, next) => {
        if (event.kind === 'peerAnswered') called = event
        const drafts = next(event)
        if (event.kind !== 'created' || event.session !== 'oneToOne' || !called) return drafts
        return [...drafts, { type: 'interim', cause: called, participants: 2 }]
      },
    }
  },
}
