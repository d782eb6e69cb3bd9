// A connection that ended was never made again.
import type { DemandRule } from './rule'

// RFC 6733 §2.1, §5.4.3 — after Tc, also to one that had to reboot: binding where the profile tells Tc
export const neverReconnects: DemandRule = {
  id: 'never-reconnects',
  owner: 'TP_PEER_007',
  requirement: 'RFC6733_2.1_1',
  sees: 'demand',
  mustWhenTold: 'tcMs',
  binding: 'diameter',
}
