// Mutant: a MESSAGE that a participant sends in its leg makes an INTERIM as its joining would.
import type { Mutant } from './mutant'

/** A MESSAGE that a participant sends in its leg makes an INTERIM as its joining would. */
export const interimForAWordInALeg: Mutant = {
  id: 'interim-for-a-word-in-a-leg',
  family: 'trigger',
  description: 'A MESSAGE that a participant sends in its leg makes an INTERIM as its joining would.',
  names: [{ purpose: 'TP_NEG_018', rule: 'interim-for-other-request' }],
  touches: [],
  seams: {
    trigger: (event, next) => {
      const isInLeg = event.kind === 'messageAnswered' && event.leg.origin !== 'pager'
      return isInLeg ? [...next(event), ...next({ ...event, kind: 'joined' })] : next(event)
    },
  },
}
