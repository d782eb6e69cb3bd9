// An invited user's 200 OK was not charged.
import type { MissingRule } from './rule'

export const arrivalInterimMissing: MissingRule = {
  id: 'arrival-interim-missing',
  owner: 'TP_ARR_001',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — the 200 OK to the INVITE of the server makes an interim due.
  applies: (trigger) => trigger.kind === 'arrival' && !trigger.again,
}
