// START, then INTERIMs, then STOP: each record of the type its occasion demands.
import type { DemandRule } from './rule'

export const recordSequence: DemandRule = {
  id: 'record-sequence',
  owner: 'TP_SEQ_001',
  requirement: 'RFC6733_9.5_1',
  sees: 'demand',
}
