// A record was lost with a connection on which bytes came that are no Diameter.
import type { DemandRule } from './rule'

// RFC 6733 §2.1, §5.5.4 — the connection is reset, what waits on it goes elsewhere
export const lostToGarbage: DemandRule = {
  id: 'lost-to-garbage',
  owner: 'TP_PEER_010',
  requirement: 'RFC6733_5.5.4_1',
  sees: 'demand',
  claim: 'failover',
  binding: 'diameter',
}
