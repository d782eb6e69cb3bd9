// Mutant: of a user who calls, the record names the server's own network as the originating one.
import type { Mutant } from './mutant'

/** Of a user who calls, the record names the server's own network as the originating one. */
export const operatorOfTheServer: Mutant = {
  id: 'operator-of-the-server',
  family: 'identity',
  description: "Of a user who calls, the record names the server's own network as the originating one.",
  names: [{ purpose: 'TP_CNT_017', rule: 'inter-operator-identifier', as: 'warning' }],
  touches: [],
  seams: {
    draft: (draft) => {
      const { cause } = draft
      const own = { ...cause.leg, operators: { originating: 'im.example' } }
      return [cause.kind === 'joined' ? { ...draft, cause: { ...cause, leg: own } } : draft]
    },
  },
}
