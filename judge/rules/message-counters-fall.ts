// Messages that were counted stay counted.
import type { DemandRule } from './rule'

export const messageCountersFall: DemandRule = {
  id: 'message-counters-fall',
  owner: 'TP_CNT_012',
  requirement: 'RFC6733_9.8.1_1',
  sees: 'demand',
  // the counters are known from a dictionary alone (ch1-facts §2.3), by whose words some may be those of the user that a record is about
  onlyWarns: true,
}
