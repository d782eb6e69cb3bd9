// How many are attached after an arrival.
import type { DemandRule } from './rule'

export const arrivalCount: DemandRule = {
  id: 'arrival-count',
  owner: 'TP_ARR_005',
  requirement: 'TS32299_7.2.117_1',
  sees: 'demand',
  mustWhenDeclared: { choice: 'P-COUNT' },
}
