// Mutant: session-Id stands behind Origin-Host.
import type { Mutant } from './mutant'

/** Session-Id stands behind Origin-Host. */
export const sessionIdNotFirst: Mutant = {
  id: 'session-id-not-first',
  family: 'grammar',
  description: 'Session-Id stands behind Origin-Host.',
  names: [{ purpose: 'TP_CNT_002', rule: 'acr-mandatory-avps' }],
  touches: [],
  beside: 'the order, none missing',
  seams: {
    acr: ({ avps: [first, second, ...rest], ...input }) => ({
      ...input,
      avps: [second, first, ...rest].filter((avp) => avp !== undefined),
    }),
  },
}
