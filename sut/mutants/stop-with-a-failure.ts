// Mutant: the STOP of a conference that ended normally has the cause of an unspecified failure.
import type { Mutant } from './mutant'

/** TS 32.299 §7.2.35 */
const UNSPECIFIED = 1

/** The STOP of a conference that ended normally has the cause of an unspecified failure. */
export const stopWithAFailure: Mutant = {
  id: 'stop-with-a-failure',
  family: 'grammar',
  description: 'The STOP of a conference that ended normally has the cause of an unspecified failure.',
  names: [{ purpose: 'TP_CNT_019', rule: 'stop-cause' }],
  touches: [],
  seams: {
    draft: (draft) => [draft.causeCode === 0 ? { ...draft, causeCode: UNSPECIFIED } : draft],
  },
}
