// How many copies of a MESSAGE to a conference its EVENT counts.
import type { DemandRule } from './rule'

export const messageCounts: DemandRule = {
  id: 'message-counts',
  owner: 'TP_EVT_003',
  requirement: 'OMADDS_6.2.62_1',
  sees: 'demand',
  onlyWarns: true, // the purpose looks, and fails nobody
}
