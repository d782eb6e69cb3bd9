// A served user who rang, and did not accept, was charged.
import { isWhileRinging, type ForbiddenRule } from './rule'

export const servedRecordWhileRinging: ForbiddenRule = {
  id: 'served-record-while-ringing',
  owner: 'TP_NEG_027',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the 200 OK is the occasion, no provisional response; here no 200 OK came.
  applies: (leftover) => isWhileRinging(leftover) && leftover.record.type !== 'event',
}
