// The service went on though its records could not be delivered.
import type { DemandRule } from './rule'

// RFC 6733 §9.8.7 — DELIVER_AND_GRANT: only as long as there is a connection to an accounting server
export const grantedWithoutDelivery: DemandRule = {
  id: 'granted-without-delivery',
  owner: 'TP_ERR_020',
  requirement: 'RFC6733_9.8.7_1',
  sees: 'demand',
  claim: 'Accounting-Realtime-Required',
  binding: 'diameter',
}
