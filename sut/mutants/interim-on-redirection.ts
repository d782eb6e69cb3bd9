// Mutant: a 3xx to an INVITE of the server makes an INTERIM.
import type { Mutant } from './mutant'

/** A 3xx to an INVITE of the server makes an INTERIM. */
export const interimOnRedirection: Mutant = {
  id: 'interim-on-redirection',
  family: 'trigger',
  description: 'A 3xx to an INVITE of the server makes an INTERIM.',
  names: [{ purpose: 'TP_NEG_004', rule: 'interim-for-redirection' }],
  touches: [],
  seams: {
    trigger: (event, next) => {
      const { status = 0 } = event
      return next(event.kind === 'inviteeRefused' && status < 400 ? { ...event, kind: 'inviteeAnswered' } : event)
    },
  },
}
