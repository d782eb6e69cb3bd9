// Mutant: an accepted REFER makes an INTERIM.
import type { Mutant } from './mutant'

/** An accepted REFER makes an INTERIM. */
export const interimAtTheRefer: Mutant = {
  id: 'interim-at-the-refer',
  family: 'trigger',
  description: 'An accepted REFER makes an INTERIM.',
  names: [{ purpose: 'TP_ARR_010', rule: 'refer-interim-early' }],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'referred' ? next({ ...event, kind: 'inviteeAnswered' }) : next(event)),
  },
}
