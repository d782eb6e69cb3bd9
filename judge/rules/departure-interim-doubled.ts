// One departure was charged twice.
import type { ForbiddenRule } from './rule'

export const departureInterimDoubled: ForbiddenRule = {
  id: 'departure-interim-doubled',
  owner: 'TP_DEP_002',
  requirement: 'CR_6.2.3.2_2',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 2 — one BYE, one interim; the 200 OK that the server sends is not an occasion.
  applies: (leftover) =>
    leftover.record.type === 'interim' &&
    leftover.nearest?.of === 'departure' &&
    leftover.nearest.trigger?.record !== undefined &&
    leftover.nearest.trigger.kind !== 'stop',
}
