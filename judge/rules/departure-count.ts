// How many remain after a departure.
import type { DemandRule } from './rule'

export const departureCount: DemandRule = {
  id: 'departure-count',
  owner: 'TP_DEP_006',
  requirement: 'TS32299_7.2.117_1',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-COUNT' },
}
