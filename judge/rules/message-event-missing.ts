// A pager-mode MESSAGE that was accepted was not charged, where the profile declares that each is.
import type { MissingRule } from './rule'

export const messageEventMissing: MissingRule = {
  id: 'message-event-missing',
  owner: 'TP_EVT_001',
  requirement: 'TS32299_6.1_2',
  sees: 'missing',
  // 3GPP TS 32.299 §6.1.0 — EVENT is for what belongs to no session; which SIP methods are charged is the operator's choice (TS 32.260 §5.2.1.0)
  mustWhenDeclared: { choice: 'P-EVT-MSG', as: 'sent' },
  applies: ({ kind, leg }) => kind === 'message' && leg.answer !== undefined,
}
