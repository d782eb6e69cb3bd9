// Mutant: an INTERIM follows the STOP.
import { asInterim } from './as-interim'
import type { Mutant } from './mutant'

/** An INTERIM follows the STOP. */
export const interimAfterStop: Mutant = {
  id: 'interim-after-stop',
  family: 'record',
  description: 'An INTERIM follows the STOP.',
  names: [{ purpose: 'TP_SEQ_012', rule: 'record-after-stop' }],
  touches: [],
  beside: 'what comes after STOP is an INTERIM, not a second STOP',
  seams: {
    draft: (draft) => (draft.type === 'stop' ? [draft, asInterim(draft)] : [draft]),
  },
}
