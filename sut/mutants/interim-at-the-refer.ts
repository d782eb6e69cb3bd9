// Mutant: an accepted REFER makes an INTERIM.
import type { Mutant } from './mutant'

/** An accepted REFER makes an INTERIM. */
export const interimAtTheRefer: Mutant = {
  id: 'interim-at-the-refer',
  description: 'An accepted REFER makes an INTERIM.',
  // which of the two depends on whether the record or the INVITE is seen first
  names: [
    { purpose: 'TP_ARR_010', rule: 'refer-interim-early' },
    { purpose: 'TP_SEQ_015', rule: 'record-unexplained' },
  ],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'referred' ? next({ ...event, kind: 'inviteeAnswered' }) : next(event)),
  },
}
