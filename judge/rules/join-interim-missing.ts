// A user joined by its own INVITE and was not charged.
import type { MissingRule } from './rule'

export const joinInterimMissing: MissingRule = {
  id: 'join-interim-missing',
  owner: 'TP_ARR_002',
  requirement: 'CR_6.2.3.2_0',
  sees: 'missing',
  // OMA CR §6.2.3.2 introduction — INVITE received at the server; LV-10: only where P-JOIN is declared charged.
  applies: (trigger) => trigger.kind === 'join' && !trigger.again,
}
