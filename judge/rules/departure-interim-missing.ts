// A participant's BYE was not charged.
import type { MissingRule } from './rule'

export const departureInterimMissing: MissingRule = {
  id: 'departure-interim-missing',
  owner: 'TP_DEP_001',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — a BYE makes an interim due.
  applies: (trigger) => trigger.kind === 'departure' && !trigger.initiator,
}
