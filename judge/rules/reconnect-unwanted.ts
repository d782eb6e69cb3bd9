// A neighbour that does not want to talk was connected to again.
import type { DemandRule } from './rule'

// RFC 6733 §5.4.3 — advice without a MUST
export const reconnectUnwanted: DemandRule = {
  id: 'reconnect-unwanted',
  owner: 'TP_PEER_008',
  requirement: 'RFC6733_5.4.3_1',
  sees: 'demand',
  onlyWarns: true,
  binding: 'diameter',
}
