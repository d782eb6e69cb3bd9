// Mutant: a 4xx other than 486 to an INVITE of the server makes an INTERIM.
import type { Mutant } from './mutant'

/** A 4xx other than 486 to an INVITE of the server makes an INTERIM. */
export const interimOnOtherRefusal: Mutant = {
  id: 'interim-on-other-refusal',
  family: 'trigger',
  description: 'A 4xx other than 486 to an INVITE of the server makes an INTERIM.',
  names: [{ purpose: 'TP_NEG_002', rule: 'interim-for-other-refusal' }],
  touches: [],
  seams: {
    trigger: (event, next) => {
      const { status = 0 } = event
      return next(
        event.kind === 'inviteeRefused' && status >= 400 && status < 500 && status !== 486
          ? { ...event, kind: 'inviteeAnswered' }
          : event,
      )
    },
  },
}
