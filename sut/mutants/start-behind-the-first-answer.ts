// Mutant: where nobody is in yet and it rings, the START waits for the answer, and goes out behind the INTERIM of it.
import type { RecordDraft } from '../im-server/charging/record'
import type { Mutant } from './mutant'

/** What is this close to the ACK of the initiator belongs to the start, in any order (LV-05, LV-06). */
const BEHIND_MS = 300

/** Where nobody is in yet and it rings, the START waits for the answer, and goes out behind the INTERIM of it. */
export const startBehindTheFirstAnswer: Mutant = {
  id: 'start-behind-the-first-answer',
  family: 'record',
  description: 'Where nobody is in yet and it rings, the START waits for the answer, and goes out behind the INTERIM of it.',
  names: [{ purpose: 'TP_NEG_023', rule: 'start-overtaken' }],
  touches: ['TP_ARR_008', 'TP_SEQ_009'], // its number is to follow that of the START, and what it reports was later
  money: { unseen: 'A START that comes within its time begins the bill, whatever came before it.' },
  seams: () => {
    /** The START of each conference that has invited somebody and charged nothing. */
    const held = new Map<string, readonly RecordDraft[]>()
    const rung = new Set<string>()
    return {
      trigger: (event, next) => {
        const { kind, conference, leg, invited } = event
        if (kind === 'ringing') rung.add(leg.callId)
        const drafts = next(event)
        if (kind === 'created' && invited > 0) {
          held.set(conference, drafts)
          return []
        }
        const start = held.get(conference)
        if (start === undefined || drafts.length === 0) return drafts
        held.delete(conference)
        if (!rung.has(leg.callId)) return [...start, ...drafts]
        return [...drafts, ...start].map((draft) => ({ ...draft, afterMs: BEHIND_MS }))
      },
    }
  },
}
