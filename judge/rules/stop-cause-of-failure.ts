// What a STOP says of an end by failure.
import type { DemandRule } from './rule'

export const stopCauseOfFailure: DemandRule = {
  id: 'stop-cause-of-failure',
  owner: 'TP_NEG_022',
  requirement: 'TS32299_7.2.35_2',
  sees: 'demand',
}
