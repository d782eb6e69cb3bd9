// A BYE outside any dialog was charged as a departure.
import { type ForbiddenRule } from './rule'

export const interimForStrayBye: ForbiddenRule = {
  id: 'interim-for-stray-bye',
  owner: 'TP_NEG_019',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — nobody left: the BYE ended nothing, and was answered so.
  applies: (leftover) =>
    leftover.record.type !== 'event' && leftover.nearest?.of === 'strayBye' && leftover.nearest.stray === 'call',
}
