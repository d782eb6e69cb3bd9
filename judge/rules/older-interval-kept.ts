// A later Response asked for another interval, and the earlier one is kept.
import type { DemandRule } from './rule'

export const olderIntervalKept: DemandRule = {
  id: 'older-interval-kept',
  owner: 'TP_LIF_007',
  requirement: 'RFC6733_9.1_1',
  sees: 'demand',
  onlyWarns: true, // RFC 6733 §9.1 says SHOULD
}
