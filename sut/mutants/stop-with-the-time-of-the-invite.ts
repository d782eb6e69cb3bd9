// Mutant: STOP is stamped with the time of the INVITE that opened the conference.
import { UNSEEN, type Mutant } from './mutant'

/** STOP is stamped with the time of the INVITE that opened the conference. */
export const stopWithTheTimeOfTheInvite: Mutant = {
  id: 'stop-with-the-time-of-the-invite',
  family: 'time',
  description: 'STOP is stamped with the time of the INVITE that opened the conference.',
  names: [{ purpose: 'TP_SEQ_009', rule: 'event-timestamps-fall', as: 'warning' }],
  touches: ['TP_SEQ_001', 'TP_ERR_003'],
  shipped: 'siphon-project/siphon-sip#176',
  money: UNSEEN.stamp,
  seams: () => {
    const opened = new Map<string, Date>()
    return {
      draft: (draft) => {
        const { cause, type } = draft
        if (type === 'start') opened.set(cause.conference, cause.requestAt)
        const at = opened.get(cause.conference)
        return [type === 'stop' && at ? { ...draft, cause: { ...cause, requestAt: at, at } } : draft]
      },
    }
  },
}
