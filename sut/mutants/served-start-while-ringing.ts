// Mutant: a served user is charged as it rings, and not as it accepts.
import type { Mutant } from './mutant'

/** A served user is charged as it rings, and not as it accepts. */
export const servedStartWhileRinging: Mutant = {
  id: 'served-start-while-ringing',
  family: 'trigger',
  description: 'A served user is charged as it rings, and not as it accepts.',
  role: 'participating',
  names: [
    { purpose: 'TP_ARR_026', rule: 'served-arrival-early' },
    { purpose: 'TP_NEG_027', rule: 'served-record-while-ringing' },
  ],
  touches: ['TP_ARR_025', 'TP_NEG_024', 'TP_NEG_025'],
  seams: () => {
    const rung = new Set<string>() // Call-IDs of those charged already
    return {
      trigger: (event, next) => {
        if (event.kind === 'ringing') {
          rung.add(event.leg.callId)
          return next({ ...event, kind: 'inviteeAnswered' })
        }
        return event.kind === 'inviteeAnswered' && rung.delete(event.leg.callId) ? [] : next(event)
      },
    }
  },
}
