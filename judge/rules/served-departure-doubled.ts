// One departure of a served user was charged twice.
import type { ForbiddenRule } from './rule'

export const servedDepartureDoubled: ForbiddenRule = {
  id: 'served-departure-doubled',
  owner: 'TP_DEP_024',
  requirement: 'CR_6.2.3.2_2',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 2 — one BYE, one record; the 200 OK that comes back for it goes to the user and is no occasion.
  applies: ({ record, nearest }) =>
    record.type !== 'event' && nearest?.of === 'departure' && nearest.trigger?.record !== undefined,
}
