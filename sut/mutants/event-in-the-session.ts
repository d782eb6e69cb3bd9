// Mutant: every arrival makes an EVENT beside its INTERIM.
import type { Mutant } from './mutant'

/** Every arrival makes an EVENT beside its INTERIM. */
export const eventInTheSession: Mutant = {
  id: 'event-in-the-session',
  family: 'record',
  description: 'Every arrival makes an EVENT beside its INTERIM.',
  names: [{ purpose: 'TP_SEQ_015', rule: 'record-unexplained' }],
  touches: ['TP_SEQ_001', 'TP_SEQ_014'],
  beside: 'what is too many is an EVENT',
  seams: {
    draft: (draft) => (draft.cause.kind === 'inviteeAnswered' ? [draft, { ...draft, type: 'event' }] : [draft]),
  },
}
