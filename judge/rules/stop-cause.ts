// What a STOP says of a normal end.
import type { DemandRule } from './rule'

export const stopCause: DemandRule = {
  id: 'stop-cause',
  owner: 'TP_CNT_019',
  requirement: 'TS32299_7.2.35_1',
  sees: 'demand',
}
