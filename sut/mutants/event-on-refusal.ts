// Mutant: a refused INVITE of the server makes an EVENT, which the profile says it does not.
import type { Mutant } from './mutant'

/** A refused INVITE of the server makes an EVENT, which the profile says it does not. */
export const eventOnRefusal: Mutant = {
  id: 'event-on-refusal',
  family: 'trigger',
  description: 'A refused INVITE of the server makes an EVENT, which the profile says it does not.',
  names: [{ purpose: 'TP_NEG_021', rule: 'event-for-refusal' }],
  touches: [],
  money: {
    unseen:
      'An EVENT for an attempt charges nobody a stay, and the documents allow it: it is among what is due, whatever the profile says.',
  },
  seams: {
    trigger: (event, next) =>
      event.kind === 'inviteeRefused'
        ? [{ type: 'event', entity: `attempt ${event.leg.callId}`, cause: event, causeCode: event.status ?? 0 }]
        : next(event),
  },
}
