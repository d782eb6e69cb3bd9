// Mutant: a user who comes back is counted twice from then on.
import type { Mutant } from './mutant'

/** A user who comes back is counted twice from then on. */
export const returnerCountedTwice: Mutant = {
  id: 'returner-counted-twice',
  family: 'count',
  description: 'A user who comes back is counted twice from then on.',
  names: [{ purpose: 'TP_SEQ_002', rule: 'crowd-count' }],
  touches: [],
  shipped: 'jambonz/jambonz-feature-server#1190',
  seams: () => {
    const left = new Set<string>()
    const twice = new Map<string, number>()
    return {
      draft: (draft) => {
        const { cause, participants } = draft
        const { conference, leg, kind } = cause
        const who = `${conference} ${leg.user}`
        if (kind === 'leaveReceived') left.add(who)
        else if (left.delete(who)) twice.set(conference, (twice.get(conference) ?? 0) + 1)
        const more = twice.get(conference)
        return [participants === undefined || more === undefined ? draft : { ...draft, participants: participants + more }]
      },
    }
  },
}
