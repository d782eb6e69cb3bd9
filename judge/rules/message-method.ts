// What the EVENT for a MESSAGE says of the SIP method.
import type { DemandRule } from './rule'

export const messageMethod: DemandRule = {
  id: 'message-method',
  owner: 'TP_EVT_001',
  requirement: 'TS32299_7.2.201_1',
  sees: 'demand',
}
