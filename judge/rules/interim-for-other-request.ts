// A request that changes nobody's attendance was charged as an arrival or a departure.
import { type ForbiddenRule } from './rule'

export const interimForOtherRequest: ForbiddenRule = {
  id: 'interim-for-other-request',
  owner: 'TP_NEG_018',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the occasions are INVITE and BYE.
  applies: (leftover) => leftover.record.type === 'interim' && leftover.nearest?.of === 'otherRequest',
}
