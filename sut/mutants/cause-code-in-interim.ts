// Mutant: an INTERIM bears Cause-Code 0.
import type { Mutant } from './mutant'

/** An INTERIM bears Cause-Code 0. */
export const causeCodeInInterim: Mutant = {
  id: 'cause-code-in-interim',
  family: 'grammar',
  description: 'An INTERIM bears Cause-Code 0.',
  names: [{ purpose: 'TP_DEP_008', rule: 'cause-in-interim' }],
  touches: [],
  seams: {
    draft: (draft) => [draft.type === 'interim' ? { ...draft, causeCode: 0 } : draft],
  },
}
