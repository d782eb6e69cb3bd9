// What the EVENT for a MESSAGE says of the service: sending, or receiving.
import type { DemandRule } from './rule'

export const messageServiceType: DemandRule = {
  id: 'message-service-type',
  owner: 'TP_EVT_001',
  requirement: 'OMADDS_6.2.4_2',
  sees: 'demand',
}
