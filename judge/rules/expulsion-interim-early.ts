// An expulsion was charged before the expelled user had answered.
import { type ForbiddenRule } from './rule'

export const expulsionInterimEarly: ForbiddenRule = {
  id: 'expulsion-interim-early',
  owner: 'TP_DEP_004',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the 200 OK is the occasion, not the server's own BYE; LV-07: P-DEP-POINT may declare otherwise.
  applies: (leftover) => leftover.record.type === 'interim' && leftover.nearest?.of === 'expelling',
}
