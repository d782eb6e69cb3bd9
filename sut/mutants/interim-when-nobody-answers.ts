// Mutant: an invitation that nobody answers makes an INTERIM when its time is over.
import type { Mutant } from './mutant'

/** RFC 3261 §8.1.3.1 — what Timer B ends counts as 408. */
const TIMEOUT = 408

/** An invitation that nobody answers makes an INTERIM when its time is over. */
export const interimWhenNobodyAnswers: Mutant = {
  id: 'interim-when-nobody-answers',
  family: 'trigger',
  description: 'An invitation that nobody answers makes an INTERIM when its time is over.',
  names: [{ purpose: 'TP_NEG_006', rule: 'interim-for-unanswered' }],
  touches: [],
  seams: {
    trigger: (event, next) => {
      // given up by CANCEL before or not: that leaves only behind a provisional response (RFC 3261 §9.1)
      const isOver = event.kind === 'inviteeRefused' || event.kind === 'inviteeCancelled'
      return next(isOver && event.status === TIMEOUT ? { ...event, kind: 'inviteeAnswered' } : event)
    },
  },
}
