// The leaver in a departure interim.
import type { DemandRule } from './rule'

export const departureParty: DemandRule = {
  id: 'departure-party',
  owner: 'TP_DEP_019',
  requirement: 'TS32260_5.2.2_1',
  sees: 'demand',
  onlyWarns: true, // which AVP names the leaver is not specified for IM
}
