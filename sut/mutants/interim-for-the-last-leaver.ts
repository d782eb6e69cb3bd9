// Mutant: the last leaver makes an INTERIM and then the STOP.
import { asInterim } from './as-interim'
import type { Mutant } from './mutant'

/** The last leaver makes an INTERIM and then the STOP. */
export const interimForTheLastLeaver: Mutant = {
  id: 'interim-for-the-last-leaver',
  family: 'record',
  description: 'The last leaver makes an INTERIM and then the STOP.',
  names: [{ purpose: 'TP_DEP_009', rule: 'last-leaver-interim' }],
  touches: [],
  seams: {
    draft: (draft) => (draft.type === 'stop' ? [asInterim(draft), draft] : [draft]),
  },
}
