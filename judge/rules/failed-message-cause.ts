// What the EVENT for a MESSAGE that failed says of its cause.
import type { DemandRule } from './rule'

export const failedMessageCause: DemandRule = {
  id: 'failed-message-cause',
  owner: 'TP_EVT_002',
  requirement: 'TS32299_7.2.35_2',
  sees: 'demand',
}
