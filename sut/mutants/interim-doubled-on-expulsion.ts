// Mutant: an expulsion makes an INTERIM at the BYE and another at its 200.
import type { Mutant } from './mutant'

/** An expulsion makes an INTERIM at the BYE and another at its 200. */
export const interimDoubledOnExpulsion: Mutant = {
  id: 'interim-doubled-on-expulsion',
  family: 'trigger',
  description: 'An expulsion makes an INTERIM at the BYE and another at its 200.',
  names: [{ purpose: 'TP_DEP_002', rule: 'departure-interim-doubled' }],
  beside:
    'interim-doubled-on-bye makes two for a BYE of the user; this one makes them of what the server sends and of its answer.',
  touches: ['TP_DEP_003'], // its window may be over when the second comes
  seams: {
    trigger: (event, next) => (event.kind === 'expelSent' ? next({ ...event, kind: 'expelled' }) : next(event)),
  },
}
