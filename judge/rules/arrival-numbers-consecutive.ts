// Later arrivals have the next numbers, without a gap.
import type { DemandRule } from './rule'

export const arrivalNumbersConsecutive: DemandRule = {
  id: 'arrival-numbers-consecutive',
  owner: 'TP_ARR_014',
  requirement: 'RFC6733_9.8.3_2',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-NUM', as: 'from-0-by-1' },
}
