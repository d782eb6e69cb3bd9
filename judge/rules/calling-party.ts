// Who called, as the network asserts it.
import type { DemandRule } from './rule'

export const callingParty: DemandRule = {
  id: 'calling-party',
  owner: 'TP_CNT_015',
  requirement: 'TS32299_7.2.33_1',
  sees: 'demand',
}
