// Mutant: arrivals are reported as START.
import type { Mutant } from './mutant'

/** An arrival makes a START where an INTERIM is owed. */
export const startWhereInterimIsOwed: Mutant = {
  id: 'start-where-interim-is-owed',
  description: 'An arrival makes a START where an INTERIM is owed.',
  names: [{ purpose: 'TP_SEQ_001', rule: 'record-sequence' }],
  touches: [],
  seams: {
    draft: (draft) => (draft.type === 'interim' && draft.cause.method === 'INVITE' ? [{ ...draft, type: 'start' }] : [draft]),
  },
}
