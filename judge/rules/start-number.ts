// The number of a START.
import type { DemandRule } from './rule'

export const startNumber: DemandRule = {
  id: 'start-number',
  owner: 'TP_LIF_001',
  requirement: 'RFC6733_9.8.3_2',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-NUM', as: 'from-0-by-1' }, // LV-17
}
