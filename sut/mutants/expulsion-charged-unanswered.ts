// Mutant: an expulsion makes its INTERIM half a second after the BYE of the server, answered or not.
import type { ConferenceEventKind } from '../im-server/conference/conference-event'
import type { Mutant } from './mutant'

/** The answers of a quick user are there by then, and the INTERIM is as good as theirs. */
const PATIENCE_MS = 500
/** What takes a leg out that was sent a BYE: the first of them comes once. */
const DEPARTURES: readonly ConferenceEventKind[] = ['expelled', 'expelUnanswered', 'leaveReceived']

/** An expulsion makes its INTERIM half a second after the BYE of the server, answered or not. */
export const expulsionChargedUnanswered: Mutant = {
  id: 'expulsion-charged-unanswered',
  family: 'trigger',
  description: 'An expulsion makes its INTERIM half a second after the BYE of the server, answered or not.',
  names: [{ purpose: 'TP_DEP_004', rule: 'expulsion-interim-early' }],
  touches: ['TP_DEP_003', 'TP_SEQ_015'], // on a busy machine any user may be slower than that
  seams: () => {
    const charged = new Set<string>()
    return {
      trigger: (event, next) => {
        const { kind, leg, attached, ends, releasing } = event
        // the last one's BYE ends the conference: that is charged when it has ended
        if (kind === 'expelSent' && attached.length > 1 && releasing !== true) {
          charged.add(leg.callId)
          const gone = next({ ...event, kind: 'expelled', attached: attached.filter((user) => user !== leg.user) })
          return gone.map((draft) => ({ ...draft, afterMs: PATIENCE_MS }))
        }
        const isCharged = DEPARTURES.includes(kind) && charged.delete(leg.callId)
        return isCharged && !ends ? [] : next(event)
      },
    }
  },
}
