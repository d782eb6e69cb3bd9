// One re-INVITE or UPDATE of an attached user was charged more than once.
import { type ForbiddenRule } from './rule'

export const interimForMediaChange: ForbiddenRule = {
  id: 'interim-for-media-change',
  owner: 'TP_NEG_016',
  requirement: 'CR_6.2.3.2_1',
  sees: 'forbidden',
  // OMA CR §6.2.3.2 step 1 — nobody arrived or left; LV-08 permits one INTERIM for the change.
  applies: (leftover) => leftover.record.type === 'interim' && leftover.nearest?.of === 'mediaChange',
}
