// A served user who later accepted was charged while it rang.
import { isWhileRinging, type ForbiddenRule } from './rule'

export const servedArrivalEarly: ForbiddenRule = {
  id: 'served-arrival-early',
  owner: 'TP_ARR_026',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the 200 OK is the occasion, not the INVITE or a provisional response.
  applies: (leftover) => isWhileRinging(leftover) && leftover.nearest?.leg.answer !== undefined,
}
