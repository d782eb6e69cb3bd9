// A record that was pending when its connection broke went to no other enabler.
import type { DemandRule } from './rule'

// RFC 6733 §5.5.4 — the pending requests go to another peer
export const failoverAfterLoss: DemandRule = {
  id: 'failover-after-loss',
  owner: 'TP_ERR_004',
  requirement: 'RFC6733_5.5.4_1',
  sees: 'demand',
  claim: 'failover',
  binding: 'diameter',
}
