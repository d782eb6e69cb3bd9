// Mutant: every record has an Accounting-Sub-Session-Id, which Rf does not use.
import type { Mutant } from './mutant'

/** Every record has an Accounting-Sub-Session-Id, which Rf does not use. */
export const subSessionOfEachLeg: Mutant = {
  id: 'sub-session-of-each-leg',
  family: 'grammar',
  description: 'Every record has an Accounting-Sub-Session-Id, which Rf does not use.',
  names: [{ purpose: 'TP_CNT_011', rule: 'unused-avps', as: 'warning' }],
  touches: [],
  seams: {
    acr: (input) => ({ ...input, avps: [...input.avps, ['Accounting-Sub-Session-Id', 1n]] }),
  },
}
