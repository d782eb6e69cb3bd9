// A refused peer came back at once, or not at all.
import type { DemandRule } from './rule'

// RFC 6733 §2.1, §12 — Tc passes between attempts to connect: binding where the profile tells Tc
export const reconnectTooSoon: DemandRule = {
  id: 'reconnect-too-soon',
  owner: 'TP_PEER_004',
  requirement: 'RFC6733_2.1_1',
  sees: 'demand',
  mustWhenTold: 'tcMs',
  binding: 'diameter',
}
