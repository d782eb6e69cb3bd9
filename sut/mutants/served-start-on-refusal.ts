// Mutant: a served user who refuses makes a START.
import type { Mutant } from './mutant'

/** A served user who refuses makes a START. */
export const servedStartOnRefusal: Mutant = {
  id: 'served-start-on-refusal',
  family: 'trigger',
  description: 'A served user who refuses makes a START.',
  role: 'participating',
  names: [{ purpose: 'TP_NEG_024', rule: 'served-record-for-refusal' }],
  touches: ['TP_NEG_027'],
  seams: {
    trigger: (event, next) => next(event.kind === 'inviteeRefused' ? { ...event, kind: 'inviteeAnswered' } : event),
  },
}
