// The numbers of departures that happen at once.
import type { DemandRule } from './rule'

export const departureNumbersConsecutive: DemandRule = {
  id: 'departure-numbers-consecutive',
  owner: 'TP_DEP_020',
  requirement: 'RFC6733_9.8.3_2',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-NUM', as: 'from-0-by-1' }, // LV-17
}
