// How many are attached, while a crowd comes and goes.
import type { DemandRule } from './rule'

export const crowdCount: DemandRule = {
  id: 'crowd-count',
  owner: 'TP_SEQ_010',
  requirement: 'TS32299_7.2.117_1',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-COUNT' },
}
