// A pager-mode MESSAGE that failed was not charged, where the profile declares that each is.
import type { MissingRule } from './rule'

export const failedMessageEventMissing: MissingRule = {
  id: 'failed-message-event-missing',
  owner: 'TP_EVT_002',
  requirement: 'TS32299_6.1_2',
  sees: 'missing',
  // 3GPP TS 32.299 §6.1.0; TS 32.260 Table 5.2.1.1-1 — a final 4xx to 6xx to a method of its own makes an EVENT, where the operator says so
  mustWhenDeclared: { choice: 'P-EVT-MSG-FAIL', as: 'sent' },
  applies: ({ kind, leg }) => kind === 'message' && leg.refusal !== undefined,
}
