// The first arrival's number follows the START's.
import type { DemandRule } from './rule'

export const firstArrivalNumber: DemandRule = {
  id: 'first-arrival-number',
  owner: 'TP_ARR_008',
  requirement: 'RFC6733_9.8.3_2',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-NUM', as: 'from-0-by-1' },
}
