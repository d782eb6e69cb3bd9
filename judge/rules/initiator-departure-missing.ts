// The initiator left, others stayed, and it was not charged.
import type { MissingRule } from './rule'

export const initiatorDepartureMissing: MissingRule = {
  id: 'initiator-departure-missing',
  owner: 'TP_DEP_015',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — the BYE of the initiator is a BYE.
  applies: (trigger) => trigger.kind === 'departure' && trigger.initiator,
}
