// An arrival was charged before the invited user had answered.
import { isWhileRinging, type ForbiddenRule } from './rule'

export const arrivalInterimEarly: ForbiddenRule = {
  id: 'arrival-interim-early',
  owner: 'TP_ARR_003',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the 200 OK is the occasion, not the INVITE or a provisional response.
  applies: (leftover) => leftover.record.type === 'interim' && isWhileRinging(leftover) && leftover.leg?.referred !== true,
}
