// The method that made the record of a served user's arrival.
import type { DemandRule } from './rule'

export const servedArrivalMethod: DemandRule = {
  id: 'served-arrival-method',
  owner: 'TP_ARR_027',
  requirement: 'TS32299_7.2.201_1',
  sees: 'demand',
}
