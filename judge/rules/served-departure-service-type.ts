// What the record of a served user's departure says that was done.
import type { DemandRule } from './rule'

export const servedDepartureServiceType: DemandRule = {
  id: 'served-departure-service-type',
  owner: 'TP_DEP_027',
  requirement: 'OMADDS_6.2.4_1',
  sees: 'demand',
}
