// Mutant: a user who comes back makes no INTERIM.
import type { Mutant } from './mutant'

const everIn = new Set<string>()

/** A user who comes back makes no INTERIM. */
export const interimMissingOnReturn: Mutant = {
  id: 'interim-missing-on-return',
  family: 'trigger',
  description: 'A user who comes back makes no INTERIM.',
  names: [{ purpose: 'TP_ARR_015', rule: 'rejoin-interim-missing' }],
  touches: ['TP_SEQ_002'],
  seams: {
    trigger: (event, next) => {
      const returned = event.kind === 'inviteeAnswered' && everIn.has(`${event.conference} ${event.leg.user}`)
      if (event.kind === 'inviteeAnswered') everIn.add(`${event.conference} ${event.leg.user}`)
      return returned ? [] : next(event)
    },
  },
}
