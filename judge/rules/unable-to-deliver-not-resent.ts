// A record answered with 3002 was not tried elsewhere.
import type { DemandRule } from './rule'

// RFC 6733 §7.1.3 — per hop, another peer SHOULD be tried
export const unableToDeliverNotResent: DemandRule = {
  id: 'unable-to-deliver-not-resent',
  owner: 'TP_ERR_011',
  requirement: 'RFC6733_7.1.3_2',
  sees: 'demand',
  onlyWarns: true,
  binding: 'diameter',
}
