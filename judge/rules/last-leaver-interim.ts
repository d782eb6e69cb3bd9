// The BYE that ended the conference was charged as a mid-session departure too.
import type { ForbiddenRule } from './rule'

export const lastLeaverInterim: ForbiddenRule = {
  id: 'last-leaver-interim',
  owner: 'TP_DEP_009',
  requirement: 'TS32260_5.2.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.260 T5.2.1.1-2 note 3 — the event that ends the conference makes STOP; LV-11: P-LAST may declare otherwise.
  applies: (leftover) => leftover.record.type === 'interim' && leftover.nearest?.of === 'end',
}
