// A REFER that the server refused was charged as an arrival.
import { type ForbiddenRule } from './rule'

export const interimForRejectedRefer: ForbiddenRule = {
  id: 'interim-for-rejected-refer',
  owner: 'TP_NEG_014',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — a 200 OK is the occasion; here nobody was even invited.
  applies: (leftover) => leftover.record.type === 'interim' && leftover.nearest?.of === 'referRefused',
}
