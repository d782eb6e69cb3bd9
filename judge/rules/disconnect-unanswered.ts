// A DPR was not answered.
import type { DemandRule } from './rule'

// RFC 6733 §5.4
export const disconnectUnanswered: DemandRule = {
  id: 'disconnect-unanswered',
  owner: 'TP_PEER_007',
  requirement: 'RFC6733_5.4_1',
  sees: 'demand',
  binding: 'diameter',
}
