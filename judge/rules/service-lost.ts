// The service ended because its records could not be delivered.
import type { DemandRule } from './rule'

// RFC 6733 §9.8.7 — GRANT_AND_LOSE: the service goes on whatever becomes of the records
export const serviceLost: DemandRule = {
  id: 'service-lost',
  owner: 'TP_ERR_021',
  requirement: 'RFC6733_9.8.7_2',
  sees: 'demand',
  claim: 'Accounting-Realtime-Required',
  binding: 'diameter',
}
