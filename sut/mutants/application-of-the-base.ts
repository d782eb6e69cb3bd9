// Mutant: the application of an ACR is 0.
import type { Mutant } from './mutant'

/** The application of an ACR is 0. */
export const applicationOfTheBase: Mutant = {
  id: 'application-of-the-base',
  family: 'header',
  description: 'The application of an ACR is 0.',
  names: [{ purpose: 'TP_CNT_001', rule: 'acr-header' }],
  touches: [],
  beside: 'the Application-Id, not a flag',
  seams: {
    acr: (input) => ({ ...input, applicationId: 0 }),
  },
}
