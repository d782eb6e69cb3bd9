// Mutant: accounting-Record-Number is missing.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Accounting-Record-Number is missing. */
export const accountingRecordNumberMissing: Mutant = {
  id: 'accounting-record-number-missing',
  family: 'grammar',
  description: 'Accounting-Record-Number is missing.',
  names: [{ purpose: 'TP_CNT_002', rule: 'acr-mandatory-avps' }],
  touches: ['TP_SEQ_001'],
  beside: 'the number, without which the record has no name',
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Accounting-Record-Number', () => []) }),
  },
}
