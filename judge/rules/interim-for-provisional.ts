// A ringing user, who then refused, was charged as an arrival.
import { isWhileRinging, type ForbiddenRule } from './rule'

export const interimForProvisional: ForbiddenRule = {
  id: 'interim-for-provisional',
  owner: 'TP_NEG_008',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the 200 OK is the occasion, no provisional response; here no 200 OK ever came.
  applies: (leftover) =>
    leftover.record.type === 'interim' && isWhileRinging(leftover) && leftover.nearest?.leg.refusal !== undefined,
}
