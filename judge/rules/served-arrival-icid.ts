// The charging identifier in the record of a served user's arrival.
import type { DemandRule } from './rule'

export const servedArrivalIcid: DemandRule = {
  id: 'served-arrival-icid',
  owner: 'TP_ARR_030',
  requirement: 'TS32260_5.1.2_1',
  sees: 'demand',
  onlyWarns: true, // whose leg a participating function names is not specified for IM
}
