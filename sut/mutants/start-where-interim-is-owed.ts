// Mutant: arrivals are reported as START.
import type { Mutant } from './mutant'

/** An arrival makes a START where an INTERIM is owed. */
export const startWhereInterimIsOwed: Mutant = {
  id: 'start-where-interim-is-owed',
  family: 'record',
  description: 'An arrival makes a START where an INTERIM is owed.',
  names: [
    { purpose: 'TP_ARR_001', rule: 'record-sequence' },
    { purpose: 'TP_ARR_002', rule: 'record-sequence' },
    { purpose: 'TP_ARR_003', rule: 'record-sequence' },
    { purpose: 'TP_ARR_005', rule: 'record-sequence' },
    { purpose: 'TP_ARR_006', rule: 'record-sequence' },
    { purpose: 'TP_ARR_007', rule: 'record-sequence' },
    { purpose: 'TP_ARR_008', rule: 'record-sequence' },
    { purpose: 'TP_ARR_010', rule: 'record-sequence' },
    { purpose: 'TP_ARR_015', rule: 'record-sequence' },
    { purpose: 'TP_SEQ_001', rule: 'record-sequence' },
  ],
  touches: ['TP_ARR_014', 'TP_DEP_002', 'TP_NEG_009', 'TP_NEG_010', 'TP_SEQ_015'],
  seams: {
    draft: (draft) => (draft.type === 'interim' && draft.cause.method === 'INVITE' ? [{ ...draft, type: 'start' }] : [draft]),
  },
}
