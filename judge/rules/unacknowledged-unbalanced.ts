// A user who joined, and left without an ACK, was charged as arriving and never as leaving.
import type { DemandRule } from './rule'

export const unacknowledgedUnbalanced: DemandRule = {
  id: 'unacknowledged-unbalanced',
  owner: 'TP_DEP_018',
  requirement: 'CR_6.2.3.2_2',
  sees: 'demand',
}
