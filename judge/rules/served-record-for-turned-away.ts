// A served user whom the controlling function did not let in was charged.
import type { ForbiddenRule } from './rule'

export const servedRecordForTurnedAway: ForbiddenRule = {
  id: 'served-record-for-turned-away',
  owner: 'TP_NEG_026',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: ({ record, nearest }) => record.type !== 'event' && nearest?.of === 'attempt' && nearest.leg.by === 'user',
}
