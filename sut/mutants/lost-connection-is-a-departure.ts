// Mutant: a user whose MSRP connection breaks is charged as if it had left.
import type { Mutant } from './mutant'

/** A user whose MSRP connection breaks is charged as if it had left. */
export const lostConnectionIsADeparture: Mutant = {
  id: 'lost-connection-is-a-departure',
  family: 'trigger',
  description: 'A user whose MSRP connection breaks is charged as if it had left.',
  names: [{ purpose: 'TP_DEP_021', rule: 'interim-for-lost-media' }],
  touches: [],
  seams: {
    trigger: (event, next) =>
      event.kind === 'mediaLost'
        ? [{ type: 'interim', cause: { ...event, method: 'BYE' }, participants: event.attached.length - 1 }]
        : next(event),
  },
}
