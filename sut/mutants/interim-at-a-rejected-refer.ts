// Mutant: a REFER that the server refuses makes an INTERIM as an arrival would.
import type { Mutant } from './mutant'

/** A REFER that the server refuses makes an INTERIM as an arrival would. */
export const interimAtARejectedRefer: Mutant = {
  id: 'interim-at-a-rejected-refer',
  family: 'trigger',
  description: 'A REFER that the server refuses makes an INTERIM as an arrival would.',
  names: [{ purpose: 'TP_NEG_014', rule: 'interim-for-rejected-refer' }],
  touches: [],
  seams: {
    trigger: (event, next) => next(event.kind === 'referRefused' ? { ...event, kind: 'inviteeAnswered' } : event),
  },
}
