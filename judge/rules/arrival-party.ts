// The newcomer in an arrival interim.
import type { DemandRule } from './rule'

export const arrivalParty: DemandRule = {
  id: 'arrival-party',
  owner: 'TP_ARR_009',
  requirement: 'TS32260_5.2.2_1',
  sees: 'demand',
  onlyWarns: true, // which AVP names the newcomer is not specified for IM
}
