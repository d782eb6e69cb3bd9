// START as a served user comes, STOP as it goes.
import type { DemandRule } from './rule'

export const servedUserSequence: DemandRule = {
  id: 'served-user-sequence',
  owner: 'TP_SEQ_016',
  requirement: 'RFC6733_9.5_1',
  sees: 'demand',
}
