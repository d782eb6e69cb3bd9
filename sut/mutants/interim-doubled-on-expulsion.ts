// Mutant: an expulsion makes an INTERIM at the BYE and another at its 200.
import type { Mutant } from './mutant'

/** An expulsion makes an INTERIM at the BYE and another at its 200. */
export const interimDoubledOnExpulsion: Mutant = {
  id: 'interim-doubled-on-expulsion',
  family: 'trigger',
  description: 'An expulsion makes an INTERIM at the BYE and another at its 200.',
  names: [
    { purpose: 'TP_DEP_003', rule: 'departure-interim-doubled' },
    { purpose: 'TP_DEP_002', rule: 'departure-interim-doubled' },
  ],
  touches: [],
  seams: {
    trigger: (event, next) => (event.kind === 'expelSent' ? next({ ...event, kind: 'expelled' }) : next(event)),
  },
}
