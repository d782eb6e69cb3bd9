// The service event that a departure interim tells.
import type { DemandRule } from './rule'

export const departureServiceType: DemandRule = {
  id: 'departure-service-type',
  owner: 'TP_DEP_016',
  requirement: 'OMADDS_6.2.4_1',
  sees: 'demand',
}
