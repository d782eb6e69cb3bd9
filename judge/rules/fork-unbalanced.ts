// The second 2xx of a forked INVITE was charged as an arrival, and its release never as a departure.
import type { DemandRule } from './rule'

export const forkUnbalanced: DemandRule = {
  id: 'fork-unbalanced',
  owner: 'TP_NEG_011',
  requirement: 'CR_6.2.3.2_2',
  sees: 'demand',
  onlyWarns: true, // both dialogs of a fork have one Call-ID: which of them a record is of is inferred
}
