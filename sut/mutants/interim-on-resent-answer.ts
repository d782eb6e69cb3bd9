// Mutant: a 200 that comes again makes another INTERIM.
import type { Mutant } from './mutant'

/** A 200 that comes again makes another INTERIM. */
export const interimOnResentAnswer: Mutant = {
  id: 'interim-on-resent-answer',
  family: 'trigger',
  description: 'A 200 that comes again makes another INTERIM.',
  names: [{ purpose: 'TP_NEG_009', rule: 'interim-for-resent-answer' }],
  // on a busy machine any 200 may come again
  touches: ['TP_DEP_003', 'TP_SEQ_015'],
  seams: {
    trigger: (event, next) => (event.kind === 'resentAnswer' ? next({ ...event, kind: 'inviteeAnswered' }) : next(event)),
  },
}
