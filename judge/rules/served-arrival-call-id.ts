// The Call-ID in the record of a served user's arrival.
import type { DemandRule } from './rule'

export const servedArrivalCallId: DemandRule = {
  id: 'served-arrival-call-id',
  owner: 'TP_ARR_029',
  requirement: 'TS32299_7.2.242_1',
  sees: 'demand',
  onlyWarns: true, // whose leg a participating function names is not specified for IM
}
