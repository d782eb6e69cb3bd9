// A served user who refused was charged.
import type { ForbiddenRule } from './rule'

export const servedRecordForRefusal: ForbiddenRule = {
  id: 'served-record-for-refusal',
  owner: 'TP_NEG_024',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: ({ record, nearest }) =>
    record.type !== 'event' && nearest?.of === 'attempt' && nearest.leg.by === 'server' && nearest.leg.cancel === undefined,
}
