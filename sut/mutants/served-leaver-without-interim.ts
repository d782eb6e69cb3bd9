// Mutant: a served user's BYE makes no INTERIM while others stay.
import type { Mutant } from './mutant'

/** A served user's BYE makes no INTERIM while others stay. */
export const servedLeaverWithoutInterim: Mutant = {
  id: 'served-leaver-without-interim',
  family: 'trigger',
  description: "A served user's BYE makes no INTERIM while others stay.",
  role: 'participating',
  accounting: 'conference',
  names: [{ purpose: 'TP_DEP_022', rule: 'served-departure-missing' }],
  touches: ['TP_DEP_024', 'TP_NEG_028', 'TP_SEQ_017'],
  seams: {
    trigger: (event, next) => (event.kind === 'leaveReceived' && !event.ends ? [] : next(event)),
  },
}
