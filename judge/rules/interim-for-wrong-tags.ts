// A BYE with the tags of no dialog was charged as a departure.
import { type ForbiddenRule } from './rule'

export const interimForWrongTags: ForbiddenRule = {
  id: 'interim-for-wrong-tags',
  owner: 'TP_NEG_020',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — nobody left: a dialog is its Call-ID and both tags (RFC 3261 §12).
  applies: (leftover) =>
    leftover.record.type !== 'event' && leftover.nearest?.of === 'strayBye' && leftover.nearest.stray === 'tags',
}
