// A served user's BYE was not charged.
import type { MissingRule } from './rule'

export const servedDepartureMissing: MissingRule = {
  id: 'served-departure-missing',
  owner: 'TP_DEP_022',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — a BYE that is sent to the controlling function makes a SessionRequest due.
  applies: (trigger) => trigger.kind === 'departure',
}
