// What the record of a served user's arrival says that was done.
import type { DemandRule } from './rule'

export const servedArrivalServiceType: DemandRule = {
  id: 'served-arrival-service-type',
  owner: 'TP_ARR_031',
  requirement: 'OMADDS_6.2.4_1',
  sees: 'demand',
}
