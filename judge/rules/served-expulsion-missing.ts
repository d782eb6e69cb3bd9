// A served user's 200 OK to the controlling function's BYE was not charged.
import type { MissingRule } from './rule'

export const servedExpulsionMissing: MissingRule = {
  id: 'served-expulsion-missing',
  owner: 'TP_DEP_023',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — the 200 OK to a BYE, sent to the controlling function, makes a SessionRequest due.
  applies: (trigger) => trigger.kind === 'expulsion',
}
