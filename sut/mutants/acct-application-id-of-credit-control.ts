// Mutant: acct-Application-Id is 4.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Acct-Application-Id is 4. */
export const acctApplicationIdOfCreditControl: Mutant = {
  id: 'acct-application-id-of-credit-control',
  family: 'grammar',
  description: 'Acct-Application-Id is 4.',
  names: [{ purpose: 'TP_CNT_003', rule: 'acct-application-id' }],
  touches: [],
  seams: {
    acr: (input) => ({ ...input, avps: edited(input.avps, 'Acct-Application-Id', ([name]) => [[name, 4]]) }),
  },
}
