// The served user in the record of its arrival.
import type { DemandRule } from './rule'

export const servedArrivalParty: DemandRule = {
  id: 'served-arrival-party',
  owner: 'TP_ARR_028',
  requirement: 'TS32260_5.2.2_1',
  sees: 'demand',
  onlyWarns: true, // which AVP names the user is not specified for IM
}
