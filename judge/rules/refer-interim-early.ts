// A REFER was charged before the referred user had answered.
import { isWhileRinging, type ForbiddenRule } from './rule'

export const referInterimEarly: ForbiddenRule = {
  id: 'refer-interim-early',
  owner: 'TP_ARR_010',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the 200 OK is the occasion, not REFER, 202, NOTIFY or INVITE.
  applies: (leftover) => {
    if (leftover.record.type !== 'interim') return false
    return leftover.nearest?.of === 'referral' || (isWhileRinging(leftover) && leftover.leg?.referred === true)
  },
}
