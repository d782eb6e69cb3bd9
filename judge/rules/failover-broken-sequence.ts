// At another enabler the session did not go on: other numbers than its own.
import type { DemandRule } from './rule'

// RFC 6733 §9.4, §9.8.3 — a failover changes where the records go, not what they are
export const failoverBrokenSequence: DemandRule = {
  id: 'failover-broken-sequence',
  owner: 'TP_ERR_005',
  requirement: 'RFC6733_9.4_1',
  sees: 'demand',
  binding: 'diameter',
}
