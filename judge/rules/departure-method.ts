// The method that made a departure interim.
import type { DemandRule } from './rule'

export const departureMethod: DemandRule = {
  id: 'departure-method',
  owner: 'TP_DEP_007',
  requirement: 'TS32299_7.2.201_1',
  sees: 'demand',
}
