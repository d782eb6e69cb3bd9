// Mutant: a 5xx to an INVITE of the server makes an INTERIM.
import type { Mutant } from './mutant'

/** A 5xx to an INVITE of the server makes an INTERIM. */
export const interimOnFailure: Mutant = {
  id: 'interim-on-failure',
  family: 'trigger',
  description: 'A 5xx to an INVITE of the server makes an INTERIM.',
  names: [{ purpose: 'TP_NEG_003', rule: 'interim-for-server-failure' }],
  touches: [],
  seams: {
    trigger: (event, next) => {
      const { status = 0 } = event
      return next(
        event.kind === 'inviteeRefused' && status >= 500 && status < 600 ? { ...event, kind: 'inviteeAnswered' } : event,
      )
    },
  },
}
