// How many were invited at the start.
import type { DemandRule } from './rule'

export const startCount: DemandRule = {
  id: 'start-count',
  owner: 'TP_SEQ_003',
  requirement: 'TS32299_7.2.117_2',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-COUNT' },
}
