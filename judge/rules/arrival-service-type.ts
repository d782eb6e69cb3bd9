// The service event that an arrival interim tells.
import type { DemandRule } from './rule'

export const arrivalServiceType: DemandRule = {
  id: 'arrival-service-type',
  owner: 'TP_ARR_018',
  requirement: 'OMADDS_6.2.4_1',
  sees: 'demand',
}
