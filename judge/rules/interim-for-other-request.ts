// A request that changes nobody's attendance was charged as an arrival or a departure.
import type { CauseKind } from '../history/events'
import type { ForbiddenRule } from './rule'

const OTHER: ReadonlySet<CauseKind> = new Set(['otherRequest', 'message', 'failedMessage'])

export const interimForOtherRequest: ForbiddenRule = {
  id: 'interim-for-other-request',
  owner: 'TP_NEG_018',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — the occasions are INVITE and BYE.
  applies: ({ record, nearest }) => record.type === 'interim' && nearest !== undefined && OTHER.has(nearest.of),
}
