// The method that made the record of a served user's departure.
import type { DemandRule } from './rule'

export const servedDepartureMethod: DemandRule = {
  id: 'served-departure-method',
  owner: 'TP_DEP_025',
  requirement: 'TS32299_7.2.201_1',
  sees: 'demand',
}
