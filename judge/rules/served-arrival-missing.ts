// A served user's 200 OK to the controlling function's INVITE was not charged.
import type { MissingRule } from './rule'

export const servedArrivalMissing: MissingRule = {
  id: 'served-arrival-missing',
  owner: 'TP_ARR_025',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — a 200 OK that is sent to the controlling function makes a SessionRequest due.
  applies: (trigger) => trigger.kind === 'arrival',
}
