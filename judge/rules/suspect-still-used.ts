// A record went to a neighbour that answers no watchdog.
import type { DemandRule } from './rule'

// RFC 3539 §3.4.1 — SUSPECT: requests go elsewhere; known by its implementations, so it warns
export const suspectStillUsed: DemandRule = {
  id: 'suspect-still-used',
  owner: 'TP_PEER_006',
  requirement: 'RFC3539_3.4.1_1',
  sees: 'demand',
  claim: 'failover',
  binding: 'diameter',
}
