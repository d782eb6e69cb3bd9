// A connection that broke was charged as a departure.
import type { ForbiddenRule } from './rule'

export const interimForLostMedia: ForbiddenRule = {
  id: 'interim-for-lost-media',
  owner: 'TP_DEP_021',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the occasion is a BYE. RFC 4975 §5.4 — a connection may be made anew within the session.
  applies: ({ record, nearest }) => record.type !== 'event' && nearest?.of === 'mediaLoss',
}
