// The method that made an arrival interim.
import type { DemandRule } from './rule'

export const arrivalMethod: DemandRule = {
  id: 'arrival-method',
  owner: 'TP_ARR_006',
  requirement: 'TS32299_7.2.201_1',
  sees: 'demand',
}
