// A record answered with 3004 was given up.
import type { DemandRule } from './rule'

// RFC 6733 §7.1.3 — another peer SHOULD be tried
export const tooBusyNotResent: DemandRule = {
  id: 'too-busy-not-resent',
  owner: 'TP_ERR_009',
  requirement: 'RFC6733_7.1.3_1',
  sees: 'demand',
  onlyWarns: true,
  binding: 'diameter',
}
