// A user came back and was not charged.
import type { MissingRule } from './rule'

export const rejoinInterimMissing: MissingRule = {
  id: 'rejoin-interim-missing',
  owner: 'TP_ARR_015',
  requirement: 'CR_6.2.3.2_2',
  sees: 'missing',
  // OMA CR §6.2.3.2 step 2 — an arrival is an arrival, also the second time.
  applies: (trigger) => trigger.again && (trigger.kind === 'arrival' || trigger.kind === 'join'),
}
