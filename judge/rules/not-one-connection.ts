// A Charging Enabler that connected to a server which was connected to it is left with two connections, or with none.
import type { DemandRule } from './rule'

// RFC 6733 §2.1, §5.6, §5.6.4 — one connection between two peers, whoever made it
export const notOneConnection: DemandRule = {
  id: 'not-one-connection',
  owner: 'TP_PEER_011',
  requirement: 'RFC6733_5.6.4_1',
  sees: 'demand',
  binding: 'diameter',
}
