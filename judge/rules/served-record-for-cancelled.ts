// An INVITE that was given up was charged.
import type { ForbiddenRule } from './rule'

export const servedRecordForCancelled: ForbiddenRule = {
  id: 'served-record-for-cancelled',
  owner: 'TP_NEG_025',
  requirement: 'TS32299_6.1_1',
  sees: 'forbidden',
  // 3GPP TS 32.299 §6.1.0 — session records report successful sessions only.
  applies: ({ record, nearest }) => record.type !== 'event' && nearest?.of === 'attempt' && nearest.leg.cancel !== undefined,
}
